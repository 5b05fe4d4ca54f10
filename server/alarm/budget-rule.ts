/** What may be spent in a calendar period, of what, and at which percentages people are told. */
import { z } from 'zod';
import type { Dimension } from '../../shared/dimensions.ts';
import { formatFilter, parseFilter } from '../../shared/filter.ts';
import { formatAttoUsd, parseAttoUsd } from '../../shared/money.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { isTimeZone } from '../../shared/window.ts';
import {
  AlarmName,
  firstProblem,
  parseGroupBy,
  SEVERITIES,
  type AlarmRule,
  type AlarmRuleProblem,
  type Severity,
} from './alarm-rule.ts';
import { BUDGET_PERIODS, type Calendar } from './budget-period.ts';

export const BUDGET_METRICS = ['contractedCost', 'cost'] as const;

/** Whether money was spent, or will have been at the end of the period. */
export type BudgetLineKind = 'actual' | 'forecast';

/** One percentage at which people are told, once in each period. */
export interface BudgetLine {
  readonly kind: BudgetLineKind;
  /** Hundredths of a percent, so that 33.33 % is exact. */
  readonly hundredths: number;
}

export interface BudgetRule {
  /** Unique among budgets and alarms; what was told is kept under it. */
  readonly name: string;
  readonly metric: (typeof BUDGET_METRICS)[number];
  /** In the filter grammar, as formatFilter writes it; '' for all usage. */
  readonly filter: string;
  /** One budget for each group of these; none makes one for all. */
  readonly groupBy: readonly Dimension[];
  /** What one period may cost; more than nothing. */
  readonly amountAttoUsd: bigint;
  /** Other amounts, by value of the first dimension of groupBy. */
  readonly amounts: ReadonlyMap<string, bigint>;
  readonly calendar: Calendar;
  /** What the period before has left over is added to the amount. */
  readonly rollover: boolean;
  readonly lines: readonly BudgetLine[];
  /** Of a message about all of the amount or more; others are warnings at the most. */
  readonly severity: Severity;
  readonly owner: string;
  readonly runbook: string;
}

const AMOUNT_USD_MAX = 10n ** 12n;
const ATTO = 10n ** 18n;
const percents = z
  .array(
    z
      .number()
      .min(1)
      .max(1000)
      .refine((one) => Number.isInteger(Math.round(one * 1e8) / 1e6), 'at most two decimals'),
  )
  .max(10);
const amount = z.union([z.string(), z.number().transform(String)]);

export const BudgetText = z.strictObject({
  name: AlarmName,
  amount,
  amounts: z.record(z.string().min(1), amount).default({}),
  period: z.enum(BUDGET_PERIODS).default('month'),
  timeZone: z.string().refine(isTimeZone, 'write a zone such as Europe/Berlin').optional(),
  fiscalYearStart: z.int().min(1).max(12).default(1),
  metric: z.enum(BUDGET_METRICS).default('contractedCost'),
  filter: z.string().default(''),
  groupBy: z.array(z.string()).max(2).default([]),
  rollover: z.boolean().default(false),
  actual: percents.default([50, 80, 100]),
  forecast: percents.default([100]),
  severity: z.enum(SEVERITIES).default('critical'),
  owner: z.string().max(200).default(''),
  runbook: z
    .string()
    .max(500)
    .regex(/^\P{Cc}*$/u, 'no control characters')
    .default(''),
});

/**
 * Reads one budget as people write it: `{name, amount, amounts, period: 'month', timeZone,
 * fiscalYearStart, metric, filter, groupBy, rollover, actual: [50, 80, 100], forecast: [100],
 * severity, owner, runbook}`. Only name and amount must be there.
 *
 * @param value parsed YAML or JSON, not to be trusted.
 * @param timeZone zone where the budget names none.
 * @returns the budget, or the first thing that is wrong with it. Never throws.
 */
export function parseBudgetRule(
  value: unknown,
  timeZone: string,
): Result<BudgetRule, AlarmRuleProblem> {
  const parsed = BudgetText.safeParse(value);
  if (!parsed.success) return err(firstProblem(parsed.error));
  const { period, fiscalYearStart, actual, forecast, ...text } = parsed.data;
  const amounts = parseAmounts(text);
  if (!amounts.ok) return amounts;
  const groupBy = parseGroupBy(text.groupBy);
  if (!groupBy.ok) return groupBy;
  const filter = parseFilter(text.filter);
  if (!filter.ok) return err({ path: 'filter', message: filter.problem.message });
  return ok({
    name: text.name,
    metric: text.metric,
    filter: formatFilter(filter.value),
    groupBy: groupBy.value,
    ...amounts.value,
    calendar: { kind: period, fiscalYearStart, timeZone: text.timeZone ?? timeZone },
    rollover: text.rollover,
    lines: [...linesOf('actual', actual), ...linesOf('forecast', forecast)],
    severity: text.severity,
    owner: text.owner,
    runbook: text.runbook,
  });
}

const AMOUNT_MEND = 'write dollars above 0 and up to a trillion, such as 1500 or 99.50';

function parseAmount(text: string): bigint | null {
  const attoUsd = parseAttoUsd(text);
  return attoUsd !== null && attoUsd > 0n && attoUsd <= AMOUNT_USD_MAX * ATTO ? attoUsd : null;
}

function parseAmounts(
  text: Pick<z.output<typeof BudgetText>, 'amount' | 'amounts' | 'groupBy'>,
): Result<Pick<BudgetRule, 'amountAttoUsd' | 'amounts'>, AlarmRuleProblem> {
  const amountAttoUsd = parseAmount(text.amount);
  if (amountAttoUsd === null) return err({ path: 'amount', message: AMOUNT_MEND });
  const amounts = new Map<string, bigint>();
  for (const [name, one] of Object.entries(text.amounts)) {
    const attoUsd = parseAmount(one);
    if (attoUsd === null) return err({ path: `amounts.${name}`, message: AMOUNT_MEND });
    amounts.set(name, attoUsd);
  }
  if (amounts.size > 0 && text.groupBy.length === 0) {
    return err({ path: 'amounts', message: 'needs a groupBy whose values it names' });
  }
  return ok({ amountAttoUsd, amounts });
}

function linesOf(kind: BudgetLineKind, percent: readonly number[]): readonly BudgetLine[] {
  const hundredths = [...new Set(percent.map((one) => Math.round(one * 100)))];
  return hundredths.sort((a, b) => a - b).map((one) => ({ kind, hundredths: one }));
}

/** `80 % spent`, `100 % by forecast`. */
export function lineText({ kind, hundredths }: BudgetLine): string {
  return `${hundredths / 100} % ${kind === 'actual' ? 'spent' : 'by forecast'}`;
}

const WHOLE_HUNDREDTHS = 10_000n;

/** Whether an amount is that part of the budget, or more: exact, and equal counts. */
export function reaches(attoUsd: bigint, line: BudgetLine, budgetAttoUsd: bigint): boolean {
  return attoUsd * WHOLE_HUNDREDTHS >= budgetAttoUsd * BigInt(line.hundredths);
}

/**
 * A budget as the alarm that its messages are about: spend at a percentage of the amount.
 *
 * @param line the highest percentage that the message tells of.
 */
export function alarmRuleOf(
  budget: BudgetRule,
  line: BudgetLine,
  { attoUsd, periodMs }: { readonly attoUsd: bigint; readonly periodMs: number },
): AlarmRule {
  const { name, metric, filter, groupBy, owner, runbook } = budget;
  const barAttoUsd = (attoUsd * BigInt(line.hundredths)) / WHOLE_HUNDREDTHS;
  return {
    name,
    metric,
    filter,
    groupBy,
    comparison: '>=',
    baseline: null,
    threshold: { kind: 'money', text: formatAttoUsd(barAttoUsd), attoUsd: barAttoUsd },
    periodMs,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: 'ignore',
    evaluationDelayMs: 0,
    minimumInvocations: 0,
    keepFiringMs: 0,
    repeatMs: null,
    mute: [],
    inhibitedBy: [],
    severity: severityOf(budget, line),
    owner,
    runbook,
  };
}

function severityOf({ severity }: BudgetRule, { kind, hundredths }: BudgetLine): Severity {
  const isWhole = kind === 'actual' && BigInt(hundredths) >= WHOLE_HUNDREDTHS;
  return isWhole || severity !== 'critical' ? severity : 'warning';
}
