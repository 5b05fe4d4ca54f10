/** `outcrop doctor`: what keeps an account and Region from being read, and the exact mend. */
import type { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { DOCTOR_ATTEMPTS } from '../job/doctor.ts';
import { examineAccounts } from '../job/examine-accounts.ts';
import { createClients } from '../source/clients.ts';
import type { Finding } from '../source/finding.ts';
import { priceBookOf } from './book.ts';
import { readConfig } from './config-file.ts';
import { createProgress } from './progress.ts';
import { printable } from './printable.ts';
import { EXIT } from './exit.ts';
import { UsageError, type Root } from './root.ts';

interface DoctorOptions {
  readonly config: string;
  readonly json?: boolean;
}

const MARKS = { ok: '✓', missing: '✗', denied: '✗', wrong: '✗', failed: '?' } as const;

const NOTES = `
Looks at each account and Region of the config: identity, logging, log group, bucket, key, metrics,
alarms, inventory, tags of callers; and for calls in Regions that the config does not name. It only
reads, and keeps nothing. The exit code is 3 when something is missing.
  outcrop doctor --config outcrop.yaml`;

export function addDoctor(program: Command, root: Root): void {
  program
    .command('doctor')
    .description('Say what is missing in each account and Region, with the exact fix.')
    .requiredOption('--config <file>', 'YAML config; see docs/config.md')
    .option('--json', 'print JSON')
    .addHelpText('after', NOTES)
    .action(async (options: DoctorOptions) => {
      const config = readConfig(options.config, root);
      if (config.accounts.length === 0) {
        throw new UsageError('The config names no account.', 'Add it under `accounts:` first.');
      }
      const findings = await examineAll(config, root);
      root.writeOut(options.json ? `${JSON.stringify(findings)}\n` : describe(findings));
      if (findings.some(({ state }) => state !== 'ok')) root.endWith(EXIT.incomplete);
    });
}

async function examineAll(config: Config, root: Root): Promise<readonly Finding[]> {
  const clients = createClients(root.nowMs, DOCTOR_ATTEMPTS);
  const progress = createProgress('Looking', process.stderr.isTTY, root.writeError);
  const { book } = priceBookOf(config);
  try {
    return await examineAccounts(config, {
      book,
      clients,
      nowMs: root.nowMs,
      onPlace: (done, total, place) => progress.show(done, total, place),
    });
  } finally {
    progress.end();
    clients.destroy();
  }
}

/** A block for each place; the mend stands under what it mends. */
function describe(findings: readonly Finding[]): string {
  const lines: string[] = [];
  let place = '';
  for (const finding of findings) {
    const here = `${finding.account} ${finding.region}`;
    if (here !== place) lines.push(...(place === '' ? [] : ['']), here);
    place = here;
    const { check, state, says, fix } = finding;
    lines.push(`  ${MARKS[state]} ${check.padEnd(10)} ${printable(says)}`);
    for (const line of fix === '' ? [] : fix.split('\n')) lines.push(`      ${printable(line)}`);
  }
  const bad = findings.filter(({ state }) => state !== 'ok').length;
  const things = bad === 1 ? 'One thing needs' : `${bad} things need`;
  lines.push('', bad === 0 ? 'All is well.' : `${things} a look.`);
  return `${lines.join('\n')}\n`;
}
