/** Asks and prints a comparison of costs: what `outcrop whatif` and `outcrop prices diff` share. */
import type { Command } from 'commander';
import type { ComparedFigures, ComparisonReply } from '../../shared/comparison-contract.ts';
import { parseNameList } from '../../shared/name-list.ts';
import { comparisonReply, type Comparison } from '../query/comparison-reply.ts';
import { parseQuery } from '../query/parse-query.ts';
import { openExisting } from './query.ts';
import { UsageError, type Root } from './root.ts';
import { textTable } from './text-table.ts';
import { queryDefaultsOf, type WindowOptions } from './window-options.ts';

export interface ComparisonOptions extends WindowOptions {
  readonly db: string;
  readonly filter?: string;
  readonly groupBy: string;
  readonly json?: boolean;
}

/** The options of a question about a window, for both verbs. */
export function withComparisonOptions(command: Command): Command {
  return command
    .requiredOption('--db <file>', 'database file')
    .option('--from <time>', 'now-7d, 2026-11-01 or ISO 8601; all data when left out')
    .option('--to <time>', 'exclusive end; all data when left out')
    .option('--tz <zone>', 'zone of days in --from and --to', 'UTC')
    .option('--filter <text>', 'only this usage, such as "model=anthropic.*"')
    .option('--group-by <dimensions>', 'joined by commas', 'tenant')
    .option('--json', 'print JSON');
}

/** Compares over the window that the options name, and prints. @throws UsageError */
export function printComparison(
  comparison: Comparison,
  options: ComparisonOptions,
  root: Root,
): void {
  const store = openExisting(options.db);
  try {
    const groupBy = parseNameList(options.groupBy);
    const text = {
      metrics: ['contractedCost'],
      filter: options.filter ?? null,
      groupBy,
      from: options.from ?? null,
      to: options.to ?? null,
      step: null,
      timeZone: options.tz ?? null,
    };
    const query = parseQuery(text, queryDefaultsOf(store, root));
    if (!query.ok) throw new UsageError(query.problem.message, query.problem.hint);
    const report = comparisonReply(query.value, store, comparison);
    root.writeOut(options.json ? `${JSON.stringify(report)}\n` : formatReport(report, groupBy));
  } finally {
    store.close();
  }
}

function formatReport(report: ComparisonReply, groupBy: readonly string[]): string {
  const { total, groups, from, to } = report;
  const columns = COLUMNS.filter((column) => ALWAYS.has(column) || total[column] !== '0');
  const moneyOf = (one: ComparedFigures): readonly string[] =>
    columns.map((column) => one[column] ?? '-');
  const cells = groups.map((one) => [...Object.values(one.group), ...moneyOf(one)]);
  const whole = [...groupBy.map((_, index) => (index === 0 ? 'total' : '')), ...moneyOf(total)];
  const rows = groupBy.length === 0 ? cells : [...cells, whole];
  const header = [...groupBy, ...columns.map((column) => COLUMN_NAMES[column])];
  const lines = [
    `US dollars after discounts, from ${from} to ${to}`,
    ...textTable(header, rows, groupBy.length),
    ...notesOf(total),
    ...report.assumptions,
  ];
  return `${lines.join('\n')}\n`;
}

const COLUMNS = ['before', 'after', 'difference', 'newlyPriced', 'newlyUnpriced'] as const;
const ALWAYS = new Set<(typeof COLUMNS)[number]>(['before', 'after', 'difference']);
const COLUMN_NAMES: Record<(typeof COLUMNS)[number], string> = {
  before: 'before',
  after: 'after',
  difference: 'difference',
  newlyPriced: 'newly priced',
  newlyUnpriced: 'newly unpriced',
};

const NOT_COMPARED = 'It is not in the difference.';

/** What the difference leaves out, and how sure it is. */
function notesOf(total: ComparedFigures): readonly string[] {
  const { newlyPriced, newlyUnpriced, inexactAfter } = total;
  const { unpricedInvocationsBefore: before, unpricedInvocationsAfter: after } = total;
  return [
    newlyPriced === '0' ? '' : `Newly priced: usage that had no rate before. ${NOT_COMPARED}`,
    newlyUnpriced === '0' ? '' : `Newly unpriced: usage without a rate after. ${NOT_COMPARED}`,
    inexactAfter === '0' ? '' : `${inexactAfter} USD afterwards are by estimates or fallbacks.`,
    before + after === 0 ? '' : `Unpriced invocations: ${before} before, ${after} after.`,
  ].filter((note) => note !== '');
}
