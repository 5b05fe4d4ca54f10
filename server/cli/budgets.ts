/** `outcrop budgets`: how much of each is spent, and when it will be used up. */
import type { Command } from 'commander';
import type { BudgetsReply, BudgetStatusReply } from '../../shared/budget-contract.ts';
import { budgetStatuses } from '../job/budget-statuses.ts';
import { completeToOf } from '../query/status.ts';
import { bookFromOptions } from './book.ts';
import { readConfig } from './config-file.ts';
import { groupText } from './group-text.ts';
import { openExisting } from './query.ts';
import type { Root } from './root.ts';
import { textTable } from './text-table.ts';

interface ListOptions {
  readonly config: string;
  readonly db?: string;
  readonly json?: boolean;
}

export function addBudgets(program: Command, root: Root): void {
  program
    .command('budgets')
    .description('Show how budgets stand.')
    .command('list')
    .description('How much of each budget is spent, its forecast, and when it is used up.')
    .requiredOption('--config <file>', 'YAML config with the budgets')
    .option('--db <file>', 'database file; the config names it otherwise')
    .option('--json', 'print JSON')
    .addHelpText('after', '\n  outcrop budgets list --config outcrop.yaml')
    .action((options: ListOptions) => {
      const { json } = options;
      const reply = listOf(options, root);
      root.writeOut(json ? `${JSON.stringify(reply)}\n` : listText(reply.budgets));
    });
}

function listOf(options: ListOptions, root: Root): BudgetsReply {
  const config = readConfig(options.config, root);
  const db = options.db ?? config.database;
  const book = bookFromOptions({ config: options.config, db }, root);
  const store = openExisting(db);
  try {
    const nowMs = root.nowMs();
    const completeToMs = completeToOf(store.sourceStates()) ?? store.extent()?.endMs ?? nowMs;
    const sources = { store, book, nowMs, completeToMs };
    return budgetStatuses(config.budgets, store.alarmStates(), sources);
  } finally {
    store.close();
  }
}

const HEADER = [
  'BUDGET',
  'GROUP',
  'PERIOD',
  'REACHED ON',
  'TOLD',
  'AMOUNT',
  'SPENT',
  '%',
  'FORECAST',
  '%',
];
const TEXT_COLUMNS = 5;

function listText(budgets: readonly BudgetStatusReply[]): string {
  if (budgets.length === 0) return 'The config has no budget.\n';
  return `${textTable(HEADER, budgets.map(cellsOf), TEXT_COLUMNS).join('\n')}\n`;
}

/** To the cent: the exact digits stand in the JSON. */
function usdText(usd: string): string {
  return `$${Number(usd).toFixed(2)}`;
}

function cellsOf(one: BudgetStatusReply): readonly string[] {
  const told = one.lines
    .filter((line) => line.told)
    .map(({ kind, percent }) => {
      return kind === 'actual' ? `${percent} %` : `${percent} % forecast`;
    });
  return [
    one.name,
    groupText(one.group),
    one.period.label,
    one.reachedOn ?? '-',
    told.join(', ') || '-',
    usdText(one.amount),
    usdText(one.spent),
    String(one.spentPercent),
    one.forecast === null ? '-' : usdText(one.forecast),
    one.forecastPercent === null ? '-' : String(one.forecastPercent),
  ];
}
