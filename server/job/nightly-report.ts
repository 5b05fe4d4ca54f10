/** Gathers the figures of one day by the one question, and writes the nightly report's files. */
import { join } from 'node:path';
import type { AlarmEvent } from '../../shared/contract.ts';
import { UNATTRIBUTED, type Dimension } from '../../shared/dimensions.ts';
import { formatFilter, type Filter } from '../../shared/filter.ts';
import { parseAttoUsd } from '../../shared/money.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import type { NightlySectionName, MadeFormat } from '../../shared/report-contract.ts';
import {
  DAY_MS,
  dayWindow,
  isoTime,
  localDate,
  type Step,
  type Window,
} from '../../shared/window.ts';
import type { AnswerRow } from '../query/query.ts';
import { runQuery } from '../query/run-query.ts';
import { completeToOf, findGaps, unpricedModels } from '../query/status.ts';
import type { DayFigures, NightlyReportData, NightlySection } from '../report/nightly-data.ts';
import { nightlyCache } from './nightly-cache.ts';
import { nightlyFiles } from '../report/report-files.ts';
import { nightlyUsage } from './nightly-usage.ts';
import { MINIMUM_USD, readAnomalies } from './read-anomalies.ts';
import { nightlyMonth, nightlyMovers } from './nightly-month.ts';
import { EVERYTHING, type NightlyContext, type NightlyScope } from './report-context.ts';
import { writeWholeFile } from './write-file.ts';
import type { Store } from '../store/store.ts';

/** Why there is no report: the date is none. */
export class ReportError extends Error {}

/**
 * Writes the report of one calendar day; a file appears whole or not at all.
 *
 * @param date `YYYY-MM-DD` in the reporting zone.
 * @returns paths of the files written, and the total.
 * @throws ReportError for a date that is none; StoreError; the disk's own errors.
 */
export function writeNightlyReport(
  date: string,
  { directory, formats }: { readonly directory: string; readonly formats: readonly MadeFormat[] },
  context: NightlyContext,
): { readonly files: readonly string[]; readonly data: NightlyReportData } {
  const data = nightlyData(date, context);
  const files = nightlyFiles(data, formats).map(({ name, content }) => {
    const path = join(directory, name);
    writeWholeFile(path, [content]);
    return path;
  });
  return { files, data };
}

/** What a report tells of a day, a name or an hour. */
export const NIGHTLY_FIGURES = [
  'cost',
  'contractedCost',
  'inexactCost',
  'invocations',
  'errors',
  'throttles',
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'images',
  'videoSeconds',
  'latencyP50',
  'latencyP99',
  'unpricedInvocations',
] as const satisfies readonly MetricKey[];

/** Tag keys that get a section of their own at the most; more would be a data export. */
const TAG_SECTIONS_MAX = 4;

/**
 * All figures of one day; sections that are not asked for are empty.
 *
 * @throws ReportError, StoreError
 */
export function nightlyData(
  date: string,
  given: NightlyContext,
  scope: NightlyScope = EVERYTHING,
): NightlyReportData {
  const context: Asking = { ...given, filter: scope.filter };
  const { store, timeZone, filter } = context;
  const day = windowOf(date, timeZone);
  const noonMs = (day.startMs + day.endMs) / 2;
  const previousDay = windowOf(localDate(noonMs - DAY_MS, timeZone), timeZone);
  const weekBefore = windowOf(localDate(noonMs - 7 * DAY_MS, timeZone), timeZone);
  const month = { startMs: windowOf(`${date.slice(0, 8)}01`, timeZone).startMs, endMs: day.endMs };
  const completeToMs = completeToOf(store.sourceStates());
  const monthTotal = figuresOf(ask(context, month, [])[0]);
  return {
    date,
    timeZone,
    filter: formatFilter(filter),
    revision: null,
    generatedFrom: {
      priceBookVersion: context.priceBookVersion,
      rulesVersion: context.rulesVersion,
      completeTo: completeToMs === null ? null : isoTime(completeToMs),
    },
    total: figuresOf(ask(context, day, [])[0]),
    previousDay: figuresOrNull(ask(context, previousDay, [])[0]),
    sameWeekdayBefore: figuresOrNull(ask(context, weekBefore, [])[0]),
    monthToDate: { costAttoUsd: monthTotal.costAttoUsd, invocations: monthTotal.invocations },
    ...whatIsMissing(day, context),
    ...sectionsOf({ day, previousDay }, context, scope),
  };
}

interface Asking extends NightlyContext {
  readonly filter: Filter;
}

interface Days {
  readonly day: Window;
  readonly previousDay: Window;
}

type Missing = Pick<NightlyReportData, 'unpriced' | 'unattributed' | 'quarantined' | 'gaps'>;

function whatIsMissing(day: Window, context: Asking): Missing {
  const { store, book, filter } = context;
  return {
    unpriced: unpricedModels(day, store, book, filter),
    unattributed: unattributedOf(context, day),
    quarantined: store.quarantineCounts(day).reduce((sum, { count }) => sum + count, 0),
    gaps: findGaps(day, store, book),
  };
}

type Sections = Pick<
  NightlyReportData,
  | 'monthForecastAttoUsd'
  | 'budgets'
  | 'movers'
  | 'sections'
  | 'hourly'
  | 'usage'
  | 'cache'
  | 'anomalies'
  | 'alarms'
>;

function sectionsOf(days: Days, context: Asking, { groupBy, sections }: NightlyScope): Sections {
  const { store, filter } = context;
  const { day } = days;
  const has = (name: NightlySectionName): boolean => sections.includes(name);
  const month = nightlyMonth(day, context, filter);
  const tags = store.tagKeys().slice(0, TAG_SECTIONS_MAX);
  const dimensions = groupBy ?? ['tenant', 'model', ...tags.map((key) => `tag.${key}` as const)];
  const cache = nightlyCache(day, context, filter);
  return {
    monthForecastAttoUsd: month.monthForecastAttoUsd,
    budgets: has('budgets') ? month.budgets : [],
    movers: has('movers') ? nightlyMovers(days, context, filter) : null,
    sections: has('groups') ? dimensions.map((one) => section(context, days, one)) : [],
    hourly: has('hours') ? ask(context, day, [], '1h').map(hourOf) : [],
    cache: has('cache') ? cache : { ...cache, models: [] },
    usage: has('groups') ? nightlyUsage(days, context, filter) : [],
    anomalies: has('anomalies') ? anomaliesOf(day, context) : [],
    alarms: has('alarms') ? alarmEvents(store, day) : [],
  };
}

function anomaliesOf(window: Window, context: Asking): NightlyReportData['anomalies'] {
  const { filter, timeZone } = context;
  const minimumAttoUsd = parseAttoUsd(MINIMUM_USD) ?? 0n; // A decimal of our own.
  return readAnomalies({ window, filter, minimumAttoUsd, timeZone }, context).anomalies;
}

function hourOf(row: AnswerRow): NightlyReportData['hourly'][number] {
  return { start: isoTime(row.startMs), ...figuresOf(row) };
}

function windowOf(date: string, timeZone: string): Window {
  const window = dayWindow(date, timeZone);
  if (!window.ok) throw new ReportError(`There is no day ${date}: ${window.problem}.`);
  return window.value;
}

function ask(
  context: Asking,
  window: Window,
  groupBy: readonly Dimension[],
  step: Step = 'all',
): readonly AnswerRow[] {
  const { store, book, timeZone, filter } = context;
  const query = { metrics: NIGHTLY_FIGURES, filter, groupBy, window, step, timeZone };
  return runQuery(query, store, book).rows;
}

function figuresOrNull(row: AnswerRow | undefined): DayFigures | null {
  return row ? figuresOf(row) : null;
}

function figuresOf(row: AnswerRow | undefined): DayFigures {
  const value = (key: MetricKey): number => Number(row?.values.get(key) ?? 0);
  const latency = (key: MetricKey): number | null =>
    row?.values.get(key) === null || !row ? null : value(key);
  return {
    costAttoUsd: BigInt(row?.values.get('cost') ?? 0n),
    contractedCostAttoUsd: BigInt(row?.values.get('contractedCost') ?? 0n),
    inexactCostAttoUsd: BigInt(row?.values.get('inexactCost') ?? 0n),
    invocations: value('invocations'),
    errors: value('errors'),
    throttles: value('throttles'),
    inputTokens: value('inputTokens'),
    outputTokens: value('outputTokens'),
    cacheReadTokens: value('cacheReadTokens'),
    cacheWriteTokens: value('cacheWriteTokens'),
    images: value('images'),
    videoMs: Math.round(value('videoSeconds') * 1000),
    latencyP50Ms: latency('latencyP50'),
    latencyP99Ms: latency('latencyP99'),
    unpricedInvocations: value('unpricedInvocations'),
  };
}

function section(context: Asking, days: Days, dimension: Dimension): NightlySection {
  const before = new Map(
    ask(context, days.previousDay, [dimension]).map((row) => [row.group[0] ?? '', figuresOf(row)]),
  );
  const now = new Map(
    ask(context, days.day, [dimension]).map((row) => [row.group[0] ?? '', figuresOf(row)]),
  );
  // Who spent yesterday and nothing today is a mover too.
  const names = [...new Set([...now.keys(), ...before.keys()])];
  const rows = names.map((name) => ({
    name,
    figures: now.get(name) ?? figuresOf(undefined),
    previousCostAttoUsd: before.get(name)?.costAttoUsd ?? (before.size > 0 ? 0n : null),
  }));
  return { dimension, label: labelOf(dimension), rows };
}

/** `Tenant`, `Tag feature`, `Service tier`. */
function labelOf(dimension: Dimension): string {
  if (dimension.startsWith('tag.')) return `Tag ${dimension.slice('tag.'.length)}`;
  const words = dimension.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function unattributedOf(context: Asking, day: Window): NightlyReportData['unattributed'] {
  const row = ask(context, day, ['tenant']).find(({ group }) => group[0] === UNATTRIBUTED);
  const { costAttoUsd, invocations } = figuresOf(row);
  return { costAttoUsd, invocations };
}

/** Alarm transitions in a window, oldest first. */
export function alarmEvents(store: Store, window: Window): readonly AlarmEvent[] {
  const events = store.transitions(TRANSITIONS_MAX).map(({ alarm, group, transition }) => ({
    atMs: transition.occurredAtMs,
    event: {
      at: isoTime(transition.occurredAtMs),
      name: alarm,
      group,
      from: transition.from,
      to: transition.to,
      reason: transition.reason,
    },
  }));
  return events
    .filter(({ atMs }) => atMs >= window.startMs && atMs < window.endMs)
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ event }) => event);
}

const TRANSITIONS_MAX = 10_000;
