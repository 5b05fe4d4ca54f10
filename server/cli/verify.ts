/** `outcrop verify`: works sums out anew from single invocations and compares them. */
import type { Command } from 'commander';
import { isoTime } from '../../shared/window.ts';
import { decrypterOf, withPlainCopy } from './backup-keys.ts';
import type { Difference, VerifyReport } from '../store/verify-report.ts';
import { printable } from './printable.ts';
import { createProgress } from './progress.ts';
import { mustExist, openExisting } from './query.ts';
import { EXIT } from './exit.ts';
import type { Root } from './root.ts';
import { textTable } from './text-table.ts';
import { windowFromOptions } from './window-options.ts';

interface VerifyOptions {
  readonly db: string;
  readonly from?: string;
  readonly to?: string;
  readonly identity?: string;
  readonly json?: boolean;
}

const DIFFERENCES_MAX = 50;

const NOTES = `
Compares each day of UTC that begins in the window: counts, quantities and latencies of every level
with the single invocations, and days whose invocations have been forgotten with their hours; days
that ended long enough ago with the digest that was made of them then. Then
the file itself is checked. It only reads, also while a server writes. The exit code is 1 when
something differs. Of an encrypted backup a plain copy is made in the folder for temporary files,
which TMPDIR names, and removed again.
A running server does the same each night, for some of the days at a time, and tells on the page of
sources, in /api/v1/status and in /metrics: see nightlyCheck of the config.
  outcrop verify --db outcrop.db --from now-7d
  outcrop verify --db /backups/outcrop-20261122T021500Z.db.age --identity backup.key`;

export function addVerify(program: Command, root: Root): void {
  program
    .command('verify')
    .description('Compare the sums of the database with its single invocations.')
    .requiredOption('--db <file>', 'database file')
    .option('--from <time>', 'now-7d, 2026-11-01 or ISO 8601; all data when left out')
    .option('--to <time>', 'exclusive end; all data when left out')
    .option('--identity <file>', 'file with the secret key of an encrypted backup')
    .option('--json', 'print JSON')
    .addHelpText('after', NOTES)
    .action(async (options: VerifyOptions) => {
      const report = await verifyPlain(options, root);
      root.writeOut(options.json ? `${JSON.stringify(report)}\n` : formatReport(report));
      if (!isSound(report)) root.endWith(EXIT.failed);
    });
}

async function verifyPlain(options: VerifyOptions, root: Root): Promise<VerifyReport> {
  mustExist(options.db);
  const progress = createProgress('Decrypting', process.stderr.isTTY, root.writeError);
  try {
    const decrypt = await decrypterOf(options.db, options.identity, progress);
    if (!decrypt) return verify(options, root);
    return await withPlainCopy(options.db, decrypt, (plain) => {
      progress.end();
      return verify({ ...options, db: plain }, root);
    });
  } finally {
    progress.end();
  }
}

function verify(options: VerifyOptions, root: Root): VerifyReport {
  const store = openExisting(options.db);
  const progress = createProgress('Comparing', process.stderr.isTTY, root.writeError);
  try {
    return store.verify({
      window: windowFromOptions(options, store, root),
      differencesMax: DIFFERENCES_MAX,
      onProgress: (done, total) => progress.show(done, total, `${done} days`),
    });
  } finally {
    progress.end();
    store.close();
  }
}

function isSound({ differenceCount, damage }: VerifyReport): boolean {
  return differenceCount === 0 && damage.length === 0;
}

function formatReport(report: VerifyReport): string {
  const { rows, cells, packs, digests, differences, differenceCount, damage } = report;
  const counts = `${rows} invocations, ${cells} sums, ${packs} packs and ${digests} digests`;
  const compared = `${counts} compared`;
  if (isSound(report)) return `${compared}: all agree.\n`;
  const header = ['level', 'start', 'field', 'stored', 'expected', 'series'];
  const table = textTable(header, differences.map(lineOf), header.length);
  const more = differenceCount - differences.length;
  return [
    `${compared}: ${differenceCount} differ.`,
    ...(differences.length > 0 ? table : []),
    ...(more > 0 ? [`and ${more} more.`] : []),
    ...damage.map((line) => `Damage in the file: ${printable(line)}`),
    'Keep the file, and ingest the logs again into a new one: they are still in S3.',
    '',
  ].join('\n');
}

function lineOf(one: Difference): readonly string[] {
  const { level, startMs, field, stored, expected, series } = one;
  return [level, isoTime(startMs), field, stored, expected, printable(series)];
}
