/** `outcrop alarms test`: when an alarm of the config would have fired, and better thresholds. */
import type { Command } from 'commander';
import { isoTime } from '../../shared/window.ts';
import { formatAmount } from '../alarm/threshold.ts';
import type { AlarmRule } from '../alarm/alarm-rule.ts';
import type { Config } from '../config/config.ts';
import { backtest, type Backtest } from '../job/backtest.ts';
import { bookFromOptions } from './book.ts';
import { readConfig } from './config-file.ts';
import { groupText } from './group-text.ts';
import { durationText } from './pace-text.ts';
import { openExisting } from './query.ts';
import { UsageError, type Root } from './root.ts';
import { textTable } from './text-table.ts';
import { windowFromOptions, type WindowOptions } from './window-options.ts';

interface TestOptions extends WindowOptions {
  readonly config: string;
  readonly db?: string;
  readonly json?: boolean;
}

export function addAlarmsTest(alarms: Command, root: Root): void {
  alarms
    .command('test')
    .description('When an alarm would have fired over the past, and thresholds from history.')
    .argument('<name>', 'name of an alarm of the config')
    .requiredOption('--config <file>', 'YAML config with the alarm')
    .option('--db <file>', 'database file; the config names it otherwise')
    .option('--from <time>', 'begin; all data when left out')
    .option('--to <time>', 'end; all data when left out')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\n  outcrop alarms test "Throttle storm" --config outcrop.yaml --from now-30d',
    )
    .action((name: string, options: TestOptions) => {
      const config = readConfig(options.config, root);
      const rule = config.alarms.find((one) => one.name === name);
      if (!rule) {
        refuseOthers(name, config);
        const known = config.alarms.map((one) => one.name).join(', ') || 'none';
        throw new UsageError(`The config has no alarm ${name}.`, `It has: ${known}.`);
      }
      const db = options.db ?? config.database;
      const book = bookFromOptions({ config: options.config, db }, root);
      const store = openExisting(db);
      try {
        const found = backtest(rule, windowFromOptions(options, store, root), { store, book });
        root.writeOut(options.json ? `${JSON.stringify(found)}\n` : describe(rule, found));
      } finally {
        store.close();
      }
    });
}

/** @throws UsageError for what has a name but no series of values to play. */
function refuseOthers(name: string, { budgets, composites }: Config): void {
  if (composites.some((one) => one.name === name)) {
    throw new UsageError(`${name} asks other alarms.`, 'Try each of those that it asks.');
  }
  if (budgets.some((one) => one.name === name)) {
    const hint = '`outcrop budgets list` shows its spend, its forecast and when it is reached.';
    throw new UsageError(`${name} is a budget.`, hint);
  }
}

function describe(rule: AlarmRule, { spans, suggestions }: Backtest): string {
  const rows = spans.map(({ group, startMs, endMs, value }) => [
    isoTime(startMs),
    endMs === null ? 'still stands' : durationText(endMs - startMs),
    groupText(group),
    formatAmount(rule.metric, value),
  ]);
  const times = spans.length === 1 ? 'once' : `${spans.length} times`;
  const head = spans.length === 0 ? 'It would not have fired.' : `It would have fired ${times}:`;
  const table = rows.length === 0 ? [] : textTable(['FROM', 'FOR', 'GROUP', 'VALUE'], rows, 3);
  const others = suggestions.map(({ threshold, spans: count }) => {
    const bar = `${rule.comparison} ${thresholdText(rule, threshold)}`;
    return `  ${bar} would have fired ${count === 1 ? 'once' : `${count} times`}`;
  });
  const rest = others.length === 0 ? [] : ['', 'By history:', ...others];
  return `${[head, ...table, ...rest].join('\n')}\n`;
}

/** Of a baseline the threshold is a number of spreads, or a percentage. */
function thresholdText({ baseline, metric }: AlarmRule, threshold: string): string {
  if (!baseline) return formatAmount(metric, threshold);
  return baseline.kind === 'band' ? `${threshold} spreads` : `${threshold} %`;
}
