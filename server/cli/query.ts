/** `outcrop query`: the one question on the command line. */
import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { encodeAnswer } from '../api/encode-answer.ts';
import { parseNameList } from '../../shared/name-list.ts';
import { METRIC_KEYS } from '../../shared/metrics.ts';
import type { QueryReply } from '../../shared/contract.ts';
import { parseQuery } from '../query/parse-query.ts';
import { runQuery } from '../query/run-query.ts';
import { completeToOf } from '../query/status.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { ReadStep, Store } from '../store/store.ts';
import { encodeRead, formatReads, noting } from './read-steps.ts';
import { bookFromOptions, type BookOptions } from './book.ts';
import { UsageError, type Root } from './root.ts';
import { textTable } from './text-table.ts';
import { queryDefaultsOf } from './window-options.ts';

interface QueryOptions extends BookOptions {
  readonly filter?: string;
  readonly groupBy?: string;
  readonly from?: string;
  readonly to?: string;
  readonly step?: string;
  readonly tz?: string;
  readonly top?: string;
  readonly db: string;
  readonly json?: boolean;
  readonly explain?: boolean;
}

const NOTES = `
  outcrop query cost invocations --db outcrop.db --group-by tenant --step 1d --from now-30d
  outcrop query latencyP99 --db outcrop.db --group-by model --explain`;

export function addQuery(program: Command, root: Root): void {
  program
    .command('query')
    .description('Answer a question from the database.')
    .argument('<metric...>', `metrics, such as ${METRIC_KEYS.slice(0, 3).join(', ')}`)
    .requiredOption('--db <file>', 'database file')
    .option('--filter <text>', 'such as "tenant=acme model=anthropic.*"')
    .option('--group-by <dimensions>', 'joined by commas, such as tenant,model')
    .option('--from <time>', 'now-7d, 2026-11-01 or ISO 8601; all data when left out')
    .option('--to <time>', 'exclusive end; all data when left out')
    .option('--step <step>', '1m, 5m, 15m, 1h, 1d or all', 'all')
    .option('--tz <zone>', 'zone in which days begin', 'UTC')
    .option('--top <count>', 'only so many groups, highest by the first metric over all steps')
    .option('--config <file>', 'config that names your price file')
    .option('--prices <file>', 'your price file; the config names it otherwise')
    .option('--explain', 'say what the answer was read from')
    .option('--json', 'print JSON')
    .addHelpText('after', NOTES)
    .action((metrics: string[], options: QueryOptions) => {
      const { reply, reads } = answer(metrics, options, root);
      const explained = options.explain ? { reads: reads.map(encodeRead) } : {};
      const text = formatReply(reply) + (options.explain ? formatReads(reads) : '');
      root.writeOut(options.json ? `${JSON.stringify({ ...reply, ...explained })}\n` : text);
    });
}

/** Opens a database that must be there: a question never makes one. */
export function openExisting(path: string): Store {
  mustExist(path);
  return openSqliteStore({ path, promotedTags: [] });
}

/** @throws UsageError where there is no database: one that is made by mistake hides the mistake. */
export function mustExist(path: string): void {
  if (existsSync(path)) return;
  const hint = 'Make one with `outcrop ingest PATH --db FILE` or `outcrop serve`.';
  throw new UsageError(`There is no database ${path}.`, hint);
}

interface Answered {
  readonly reply: QueryReply;
  readonly reads: readonly ReadStep[];
}

function answer(metrics: readonly string[], options: QueryOptions, root: Root): Answered {
  const book = bookFromOptions(options, root);
  const store = openExisting(options.db);
  try {
    const text = {
      metrics,
      filter: options.filter ?? null,
      groupBy: parseNameList(options.groupBy ?? ''),
      from: options.from ?? null,
      to: options.to ?? null,
      step: options.step ?? null,
      timeZone: options.tz ?? null,
      top: options.top ?? null,
    };
    const query = parseQuery(text, queryDefaultsOf(store, root));
    if (!query.ok) throw new UsageError(query.problem.message, query.problem.hint);
    const reads: ReadStep[] = [];
    const found = runQuery(query.value, noting(store, reads), book);
    return { reply: encodeAnswer(query.value, found, completeToOf(store.sourceStates())), reads };
  } finally {
    store.close();
  }
}

/** A plain table for people. */
function formatReply(reply: QueryReply): string {
  const first = reply.rows[0];
  if (!first) return 'No invocations in this window and filter.\n';
  const showsStart = reply.step !== 'all';
  const groups = Object.keys(first.group);
  const metrics = Object.keys(first.values);
  const header = [...(showsStart ? ['start'] : []), ...groups, ...metrics];
  const rows = reply.rows.map((row) => {
    const values = Object.values(row.values).map((value) => (value === null ? '-' : String(value)));
    return [...(showsStart ? [row.start] : []), ...Object.values(row.group), ...values];
  });
  const table = textTable(header, rows, header.length - metrics.length);
  const { unpricedInvocations, unpricedCharges } = reply;
  const notes = [
    unpricedInvocations > 0 ? `${unpricedInvocations} unpriced.` : '',
    unpricedCharges > 0 ? `${unpricedCharges} unpriced charges that no call carries.` : '',
  ].filter((note) => note !== '');
  return `${[...table, ...notes].join('\n')}\n`;
}
