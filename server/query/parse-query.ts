/** Reads the question as people write it, in the URL and on the command line, by one rule. */
import type { ApiErrorCode } from '../../shared/error-contract.ts';
import { isDimension, type Dimension } from '../../shared/dimensions.ts';
import { parseFilter, type Filter } from '../../shared/filter.ts';
import { isMetric, type MetricKey } from '../../shared/metrics.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { STEPS, isTimeZone, parseTime, type Step, type Window } from '../../shared/window.ts';
import type { Query } from './query.ts';

/** The question as text; null where nothing was said. */
export interface QueryText {
  readonly metrics: readonly string[];
  readonly filter: string | null;
  readonly groupBy: readonly string[];
  readonly from: string | null;
  readonly to: string | null;
  readonly step: string | null;
  readonly timeZone: string | null;
  readonly top?: string | null;
}

export interface QueryDefaults {
  readonly nowMs: number;
  readonly timeZone: string;
  readonly window: Window;
}

export interface QueryProblem {
  readonly code: ApiErrorCode;
  readonly message: string;
  readonly hint: string;
}

const METRICS_MAX = 40;
const GROUP_BY_MAX = 4;
/** A filter takes as many values. */
const TOP_MAX = 200;

/**
 * Reads a question.
 *
 * @param defaults what holds where nothing was said.
 * @returns the question, or the first thing that is wrong with it. Never throws.
 */
export function parseQuery(text: QueryText, defaults: QueryDefaults): Result<Query, QueryProblem> {
  const timeZone = parseZone(text.timeZone ?? defaults.timeZone);
  if (!timeZone.ok) return timeZone;
  const metrics = parseMetrics(text.metrics);
  if (!metrics.ok) return metrics;
  const groupBy = parseGroupBy(text.groupBy);
  if (!groupBy.ok) return groupBy;
  const filter = parseFilterText(text.filter);
  if (!filter.ok) return filter;
  const window = parseWindow(text, defaults, timeZone.value);
  if (!window.ok) return window;
  const step = parseStep(text.step);
  if (!step.ok) return step;
  const top = parseTop(text.top ?? null);
  if (!top.ok) return top;
  return ok({
    metrics: metrics.value,
    groupBy: groupBy.value,
    filter: filter.value,
    window: window.value,
    step: step.value,
    timeZone: timeZone.value,
    ...top.value,
  });
}

function parseZone(name: string): Result<string, QueryProblem> {
  if (isTimeZone(name)) return ok(name);
  return problem('badTimeZone', `There is no time zone "${name}".`, 'Write Europe/Berlin.');
}

function parseStep(text: string | null): Result<Step, QueryProblem> {
  const step = STEPS.find((one) => one === (text ?? 'all'));
  if (step) return ok(step);
  return problem('badStep', `There is no step "${text}".`, `Use ${STEPS.join(', ')}.`);
}

function parseTop(text: string | null): Result<Pick<Query, 'top'>, QueryProblem> {
  if (text === null) return ok({});
  const top = Number(text);
  if (/^\d+$/.test(text) && top >= 1 && top <= TOP_MAX) return ok({ top });
  return problem('badParameter', `top is no number of groups.`, `Ask for 1 to ${TOP_MAX}.`);
}

function problem(
  code: ApiErrorCode,
  message: string,
  hint: string,
): { readonly ok: false; readonly problem: QueryProblem } {
  return err({ code, message, hint });
}

function parseMetrics(names: readonly string[]): Result<readonly MetricKey[], QueryProblem> {
  const metrics: MetricKey[] = [];
  for (const name of names) {
    if (!isMetric(name)) {
      return problem('badMetric', `There is no metric "${name}".`, 'See docs/reference.md.');
    }
    if (!metrics.includes(name)) metrics.push(name);
  }
  if (metrics.length === 0) return problem('badMetric', 'No metric is named.', 'Ask for cost.');
  if (metrics.length <= METRICS_MAX) return ok(metrics);
  return problem('tooLarge', `At most ${METRICS_MAX} metrics.`, 'Ask twice.');
}

function parseGroupBy(names: readonly string[]): Result<readonly Dimension[], QueryProblem> {
  const dimensions: Dimension[] = [];
  for (const name of names) {
    if (!isDimension(name)) {
      const hint = 'See docs/reference.md; a tag is tag.KEY.';
      return problem('badDimension', `There is no dimension "${name}".`, hint);
    }
    if (!dimensions.includes(name)) dimensions.push(name);
  }
  if (dimensions.length <= GROUP_BY_MAX) return ok(dimensions);
  return problem('tooLarge', `At most ${GROUP_BY_MAX} dimensions.`, 'Group by fewer.');
}

/** Reads a filter and says in words where it is wrong. */
export function parseFilterText(text: string | null): Result<Filter, QueryProblem> {
  const filter = parseFilter(text ?? '');
  if (filter.ok) return filter;
  const { message, index } = filter.problem;
  return problem('badFilter', message, `Look at character ${index + 1} of the filter.`);
}

/** Reads a window; it must not be empty. */
export function parseWindow(
  text: Pick<QueryText, 'from' | 'to'>,
  defaults: QueryDefaults,
  timeZone: string,
): Result<Window, QueryProblem> {
  const start = parseBound(text.from, defaults.window.startMs, defaults, timeZone);
  if (!start.ok) return start;
  const end = parseBound(text.to, defaults.window.endMs, defaults, timeZone);
  if (!end.ok) return end;
  if (start.value < end.value) return ok({ startMs: start.value, endMs: end.value });
  return problem('badWindow', 'The window is empty.', '`from` must lie before `to`.');
}

function parseBound(
  text: string | null,
  defaultMs: number,
  defaults: QueryDefaults,
  timeZone: string,
): Result<number, QueryProblem> {
  if (text === null) return ok(defaultMs);
  const time = parseTime(text, defaults.nowMs, timeZone);
  if (time.ok) return ok(Math.min(Math.max(time.value, 0), TIME_MS_MAX));
  return problem('badWindow', `"${text}" is no time.`, `${time.problem}.`);
}

const TIME_MS_MAX = Date.UTC(2200, 0, 1);
