/** `outcrop anomalies`: spend that departs from its season, and what explains it. */
import type { Command } from 'commander';
import type { AnomaliesReply, Anomaly } from '../../shared/anomaly-contract.ts';
import { parseAttoUsd } from '../../shared/money.ts';
import { MINIMUM_USD, readAnomalies } from '../job/read-anomalies.ts';
import { parseFilterText } from '../query/parse-query.ts';
import { bookFromOptions, type BookOptions } from './book.ts';
import { openExisting } from './query.ts';
import { UsageError, type Root } from './root.ts';
import { textTable } from './text-table.ts';
import { windowFromOptions, type WindowOptions } from './window-options.ts';

interface AnomaliesOptions extends BookOptions, WindowOptions {
  readonly db: string;
  readonly filter?: string;
  readonly minimum: string;
  readonly json?: boolean;
}

export function addAnomalies(program: Command, root: Root): void {
  program
    .command('anomalies')
    .description('Show spend of tenants that departs from the same hours of earlier weeks.')
    .requiredOption('--db <file>', 'database file')
    .option('--from <time>', 'now-7d, 2026-11-01 or ISO 8601; all data when left out')
    .option('--to <time>', 'exclusive end; all data when left out')
    .option('--filter <text>', 'such as "account=111122223333"')
    .option('--minimum <usd>', 'least impact in dollars', MINIMUM_USD)
    .option('--tz <zone>', 'zone in which hours of the week are counted', 'UTC')
    .option('--config <file>', 'config that names your price file')
    .option('--prices <file>', 'your price file; the config names it otherwise')
    .option('--json', 'print JSON')
    .addHelpText('after', '\n  outcrop anomalies --db outcrop.db --from now-30d --minimum 20')
    .action((options: AnomaliesOptions) => {
      const reply = answer(options, root);
      root.writeOut(options.json ? `${JSON.stringify(reply)}\n` : textOf(reply));
    });
}

function answer(options: AnomaliesOptions, root: Root): AnomaliesReply {
  const minimumAttoUsd = parseAttoUsd(options.minimum);
  if (minimumAttoUsd === null || minimumAttoUsd < 0n) {
    throw new UsageError(`${options.minimum} is no amount.`, 'Write dollars, such as 20 or 7.50.');
  }
  const filter = parseFilterText(options.filter ?? null);
  if (!filter.ok) throw new UsageError(filter.problem.message, filter.problem.hint);
  const book = bookFromOptions(options, root);
  const store = openExisting(options.db);
  try {
    const window = windowFromOptions(options, store, root);
    const timeZone = options.tz ?? 'UTC';
    return readAnomalies(
      { window, filter: filter.value, minimumAttoUsd, timeZone },
      { store, book },
    );
  } finally {
    store.close();
  }
}

function textOf({ anomalies, minimum }: AnomaliesReply): string {
  if (anomalies.length === 0) return `Nothing departs by $${minimum} or more.\n`;
  const header = ['FROM', 'TO', 'TENANT', 'MOSTLY', 'SPENT', 'USUAL', 'IMPACT'];
  const rows = anomalies.map((one) => [
    one.from,
    one.ongoing ? 'goes on' : one.to,
    one.tenant,
    causeText(one),
    ...[one.spent, one.usual, one.impact].map((usd) => `$${Number(usd).toFixed(2)}`),
  ]);
  return `${textTable(header, rows, 4).join('\n')}\n`;
}

function causeText({ causes: [first] }: Anomaly): string {
  return first ? `${first.model} ${first.usage}` : '-';
}
