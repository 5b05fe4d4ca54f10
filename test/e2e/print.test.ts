/** A report that a real Chromium prints: pages of A4, and the same bytes each time. */
import { expect, test } from 'vitest';
import { printPdf } from '../../server/job/print-pdf.ts';
import { nightlyHtml } from '../../server/report/nightly-html.ts';
import { DAY } from '../report/nightly-fixture.ts';
import { describeInChromium } from '../support/chromium.ts';

describeInChromium('a printed report', (executablePath) => {
  test('is a PDF of A4 pages, the same whenever it is printed', async () => {
    const html = nightlyHtml(DAY);
    const pdf = Buffer.from(await printPdf(executablePath, html, 0));
    const text = pdf.toString('latin1');
    expect(text.slice(0, 5)).toBe('%PDF-');
    const pages = text.match(/\/MediaBox \[0 0 59[45]\S* 84[12]/g) ?? [];
    expect(pages.length).toBeGreaterThan(1);
    expect(text).toContain('/CreationDate (D:19700101000000');
    expect(Buffer.compare(Buffer.from(await printPdf(executablePath, html, 0)), pdf)).toBe(0);
  });
});
