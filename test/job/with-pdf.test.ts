/** PDF of reports: printed by what is at hand, and said where nothing is. */
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { WHOLE, type MakeReport, type ReportOrder } from '../../server/job/make-report.ts';
import { findChromium, PdfError, printPdf } from '../../server/job/print-pdf.ts';
import { withPdf } from '../../server/job/with-pdf.ts';
import type { ReportFormat } from '../../shared/report-contract.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outcrop-print-'));
  return () => rmSync(folder, { recursive: true, force: true });
});

/** A stand-in that takes the flags of Chromium. */
function browser(script: string, name = 'chromium'): string {
  const file = join(folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Writes the page itself and a date of today to where the PDF should be. */
const PRINTS = `
for flag in "$@"; do case "$flag" in
  --print-to-pdf=*) out="\${flag#--print-to-pdf=}";;
  file://*) page="\${flag#file://}";;
esac; done
{ cat "$page"; echo "/CreationDate (D:20261123093000+00'00')"; } > "$out"`;

describe('findChromium', () => {
  test('takes the first of the usual names on the search path', () => {
    const chrome = browser('', 'google-chrome');
    const path = ['/nowhere', folder].join(delimiter);
    expect(findChromium(null, path)).toBe(chrome);
    const chromium = browser('');
    expect(findChromium(null, path)).toBe(chromium);
  });

  test('takes what the config names, and nothing else', () => {
    const own = browser('', 'my-browser');
    expect(findChromium(own, '')).toBe(own);
    expect(() => findChromium('/nowhere/chromium', folder)).toThrow(PdfError);
  });

  test('says what is missing, and the mend', () => {
    const error = (() => {
      try {
        return findChromium(null, folder);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({
      message: expect.stringContaining('there is no chromium, chromium-browser'),
      hint: expect.stringContaining('`chromium:` in the config'),
    });
  });
});

describe('printPdf', () => {
  test('gives the same bytes whenever it prints, and leaves nothing behind', async () => {
    const bytes = await printPdf(browser(PRINTS), '<p>a</p>', Date.UTC(2026, 10, 2));
    const text = Buffer.from(bytes).toString();
    expect(text).toBe("<p>a</p>/CreationDate (D:20261102000000+00'00')\n");
  });

  test.each([
    ['that fails', 'exit 3', /failed/],
    ['that writes nothing', 'exit 0', /printed no PDF: ENOENT/],
  ])('tells of a browser %s', async (_, script, words) => {
    await expect(printPdf(browser(script), '', 0)).rejects.toThrow(words);
  });
});

describe('withPdf', () => {
  const html = { name: 'nightly-2026-11-01.html', contentType: 'text/html' };
  const make: MakeReport = () =>
    Promise.resolve({
      state: 'final',
      fingerprint: 'f',
      summary: 'It cost $1.',
      files: [{ ...html, bytes: Buffer.from('<p>a</p>') }],
    });
  const order = (...formats: readonly ReportFormat[]): ReportOrder => {
    const of = { name: 'nightly', kind: 'nightly', date: '2026-11-01', timeZone: 'UTC' } as const;
    return { ...WHOLE, ...of, formats, revision: null };
  };
  const made = async (path: string, ...formats: readonly ReportFormat[]) => {
    const { files, summary } = await withPdf(make, { path, searchPath: '' })(
      order(...formats),
      () => undefined,
    );
    return [files.map(({ name }) => name), summary];
  };

  test('prints the page, and keeps it only where it is asked for', async () => {
    const own = browser(PRINTS);
    expect((await made(own, 'pdf'))[0]).toEqual(['nightly-2026-11-01.pdf']);
    const both = ['nightly-2026-11-01.html', 'nightly-2026-11-01.pdf'];
    expect((await made(own, 'html', 'pdf'))[0]).toEqual(both);
  });

  test('asks for no browser where no PDF is asked for', async () => {
    const mark = join(folder, 'was-run');
    await made(browser(`touch ${mark}`), 'html');
    expect(existsSync(mark)).toBe(false);
  });

  test('sends the HTML where there is no browser, and says so', async () => {
    expect(await made('/nowhere/chromium', 'pdf')).toEqual([
      ['nightly-2026-11-01.html'],
      expect.stringContaining('It cost $1. There is no PDF of it: A PDF is printed by Chromium'),
    ]);
  });
});
