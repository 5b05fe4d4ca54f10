/** Prints HTML to PDF by a Chromium that is at hand; without one there is no PDF. */
import { execFile } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PRINT_MS_MAX = 60_000;

/** Why there is no PDF, with the mend. */
export class PdfError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'PdfError';
    this.hint = hint;
  }
}

/**
 * Looks for Chromium or Chrome.
 *
 * @param setting path from the config; null looks on the search path.
 * @param searchPath folders as the environment's PATH names them.
 * @throws PdfError when there is none.
 */
export function findChromium(setting: string | null, searchPath: string): string {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '');
  const places = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = (setting === null ? places : [setting]).find(isExecutable);
  if (found !== undefined) return found;
  const where = setting === null ? `${NAMES.join(', ')} on the PATH` : setting;
  throw new PdfError(
    `A PDF is printed by Chromium, and there is no ${where}.`,
    'Install Chromium, name it with `chromium:` in the config, or leave pdf out of the formats.',
  );
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // Missing or not ours to run: either way no browser.
  }
}

/** Nobody is called; that nothing is run or loaded is the policy of the document itself. */
const FLAGS = [
  '--headless',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--no-pdf-header-footer',
];

/**
 * Prints one document.
 *
 * @param atMs what the PDF says of when it was made, so that the same report gives the same bytes.
 * @throws PdfError when Chromium fails or takes longer than a minute.
 */
export async function printPdf(chromium: string, html: string, atMs: number): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'outcrop-pdf-'));
  try {
    const page = join(folder, 'page.html');
    const pdf = join(folder, 'page.pdf');
    writeFileSync(page, html);
    // Its sandbox does not work for root, as in a container; what it prints holds no script.
    const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const profile = `--user-data-dir=${join(folder, 'profile')}`;
    const target = [`--print-to-pdf=${pdf}`, pathToFileURL(page).href];
    await run(chromium, [...FLAGS, ...root, profile, ...target]);
    return withTime(readFileSync(pdf), atMs);
  } catch (error) {
    if (error instanceof PdfError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no file';
    throw new PdfError(`${chromium} printed no PDF: ${code}.`, 'Run it by hand to see why.');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(file: string, flags: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { timeout: PRINT_MS_MAX, killSignal: 'SIGKILL' as const };
    execFile(file, [...flags], options, (error) => {
      if (!error) return resolve();
      const why = error.killed === true ? 'took longer than a minute' : 'failed';
      reject(new PdfError(`${file} ${why}.`, 'Run it by hand to see why.'));
    });
  });
}

/** Puts one time in the place of those of the clock; the text has the same length. */
function withTime(pdf: Buffer, atMs: number): Uint8Array {
  const digits = new Date(atMs).toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const text = pdf.toString('latin1');
  return Buffer.from(
    text.replaceAll(/(\/(?:CreationDate|ModDate) \(D:)\d{14}/g, `$1${digits}`),
    'latin1',
  );
}
