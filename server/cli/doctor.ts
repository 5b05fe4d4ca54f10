/** `outcrop doctor`: what keeps an account and Region from being read, and the exact mend. */
import type { Command } from 'commander';
import pLimit from 'p-limit';
import type { Config } from '../config/config.ts';
import { createClients } from '../source/clients.ts';
import { examineOtherRegions } from '../source/examine-regions.ts';
import { examinePlace } from '../source/examine-place.ts';
import type { Finding } from '../source/finding.ts';
import { priceBookOf } from './book.ts';
import { readConfig } from './config-file.ts';
import { createProgress } from './progress.ts';
import { printable } from './printable.ts';
import { EXIT, UsageError, type Root } from './root.ts';

interface DoctorOptions {
  readonly config: string;
  readonly json?: boolean;
}

const PLACES_AT_ONCE = 4;
/** One try and one more: whoever waits for a doctor wants to know now. */
const ATTEMPTS = 2;
const MARKS = { ok: '✓', missing: '✗', denied: '✗', wrong: '✗', failed: '?' } as const;

const NOTES = `
Looks at each account and Region of the config: identity, logging, log group, bucket, key, metrics,
alarms, inventory; and for calls in Regions that the config does not name. It only reads, and keeps
nothing. The exit code is 3 when something is missing.
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
      process.exitCode = findings.every(({ state }) => state === 'ok') ? EXIT.ok : EXIT.incomplete;
    });
}

async function examineAll(config: Config, root: Root): Promise<readonly Finding[]> {
  const clients = createClients(root.nowMs, ATTEMPTS);
  const progress = createProgress('Looking', process.stderr.isTTY, root.writeError);
  const limit = pLimit(PLACES_AT_ONCE);
  const places = config.accounts.flatMap((account) =>
    account.regions.map((region) => ({ account, region })),
  );
  let done = 0;
  try {
    const examined = places.map((place) =>
      limit(async () => {
        const findings = await examinePlace(place, clients, root.nowMs());
        done += 1;
        progress.show(done, places.length, `${place.account.id} ${place.region}`);
        return findings;
      }),
    );
    const here = (await Promise.all(examined)).flat();
    const elsewhere = config.accounts
      .filter(({ id }) => here.some((one) => one.account === id && isIdentified(one)))
      .map((account) => examineOtherRegions(account, bedrockRegions(config), clients));
    return [...here, ...(await Promise.all(elsewhere)).flat()];
  } finally {
    progress.end();
    clients.destroy();
  }
}

function isIdentified({ check, state }: Finding): boolean {
  return check === 'identity' && state === 'ok';
}

/** Regions that have a price. */
function bedrockRegions(config: Config): readonly string[] {
  const regions = new Set(priceBookOf(config).book.rows.map(({ region }) => region));
  return [...regions].filter((region) => region !== '*');
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
