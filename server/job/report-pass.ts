/** When reports are made, revised and handed out: once each, however often it is asked. */
import { assert } from '../../shared/assert.ts';
import { HOUR_MS, isoTime, MINUTE_MS, type Window } from '../../shared/window.ts';
import type { ReportDefinition } from '../config/config.ts';
import { isBackfilling, logSources } from '../query/status.ts';
import { periodOf, periodsUpTo, periodWindow, type Cadence } from '../report/period.ts';
import type { ReportHead } from '../store/report-ledger.ts';
import {
  fingerprintOf,
  isComplete,
  orderWindow,
  WHOLE,
  type MakeReport,
  type ReportMaker,
  type ReportOrder,
} from './make-report.ts';
import { deliverReports, reportTargets, type DeliveryParts } from './report-delivery.ts';
import { describe } from './source-failure.ts';

export interface ReportPassParts extends Omit<DeliveryParts, 'store'> {
  readonly maker: ReportMaker;
  /** Makes reports, be it in another thread. */
  readonly make: MakeReport;
}

/** Periods that are made up after a downtime; older ones are asked for by hand. */
const MISSED_MAX: Record<Cadence, number> = { day: 31, month: 3 };
/** So long late data change a report that has gone out. */
const REVISED: Record<Cadence, number> = { day: 7, month: 2 };
const REVISED_EVERY_MS = 15 * MINUTE_MS;
const BACKLOG_WAIT_MS = 12 * HOUR_MS;

/** A statement is of a month, all else of a day. */
export function cadenceOf({ kind }: Pick<ReportDefinition, 'kind'>): Cadence {
  return kind === 'statement' ? 'month' : 'day';
}

/**
 * The pass: makes what is due, revises what has changed, delivers what is owed.
 *
 * A report waits until the logs of its day are read. When they are not by the end of the wait it
 * goes out all the same, marked preliminary, and once more when they are. A definition that fails
 * holds up no other.
 *
 * @param partsNow the store, book and settings at hand, asked before each pass.
 */
export function reportPass(partsNow: () => ReportPassParts): () => Promise<void> {
  let revisedAtMs = -Infinity;
  return async () => {
    const parts = partsNow();
    const isTimeToRevise = parts.nowMs() - revisedAtMs >= REVISED_EVERY_MS;
    if (isTimeToRevise) revisedAtMs = parts.nowMs();
    for (const definition of parts.definitions) {
      try {
        await makeWhatIsDue(definition, isTimeToRevise, parts);
      } catch (error) {
        parts.log('report failed', { report: definition.name, ...describe(error) });
      }
    }
    await deliverReports({ ...parts, store: parts.maker.store });
  };
}

async function makeWhatIsDue(
  definition: ReportDefinition,
  isTimeToRevise: boolean,
  parts: ReportPassParts,
): Promise<void> {
  const last = lastDue(definition, parts.nowMs());
  for (const date of missing(definition, last, parts)) await makeIfReady(definition, date, parts);
  if (!isTimeToRevise) return;
  for (const date of periodsUpTo(last, REVISED[cadenceOf(definition)])) {
    await reviseIfChanged(definition, date, parts);
  }
}

/** The last period whose report should be there by now. */
function lastDue(definition: ReportDefinition, nowMs: number): string {
  const { timeZone, atMinutes } = definition;
  const now = periodOf(nowMs, cadenceOf(definition), timeZone);
  const isTime = nowMs >= windowOf(now, timeZone).startMs + atMinutes * MINUTE_MS;
  return periodsUpTo(now, isTime ? 2 : 3)[0] ?? now;
}

/** When the next report of a definition is due, UTC ISO. */
export function nextDue(definition: ReportDefinition, nowMs: number): string {
  const { timeZone, atMinutes } = definition;
  const now = periodOf(nowMs, cadenceOf(definition), timeZone);
  const { startMs, endMs } = windowOf(now, timeZone);
  const atMs = startMs + atMinutes * MINUTE_MS;
  return isoTime(atMs > nowMs ? atMs : endMs + atMinutes * MINUTE_MS);
}

/** Periods without a report since the last one that has one; at the very first the last alone. */
function missing(
  definition: ReportDefinition,
  lastDate: string,
  { maker, nowMs }: ReportPassParts,
): readonly string[] {
  const { reports } = maker.store;
  const { name, timeZone } = definition;
  const cadence = cadenceOf(definition);
  const last = reports.lastDate(name);
  const [before] = periodsUpTo(periodOf(nowMs(), cadence, timeZone), 2);
  if (last === null && lastDate !== before) return [];
  const due = periodsUpTo(lastDate, last === null ? 1 : MISSED_MAX[cadence]);
  return due.filter((date) => {
    if (last === null || date > last) return true;
    // Of those before the last one only what a wait left out.
    const [previous = date] = periodsUpTo(date, 2);
    return reports.newest(name, date) === null && reports.newest(name, previous) !== null;
  });
}

async function makeIfReady(
  definition: ReportDefinition,
  date: string,
  parts: ReportPassParts,
): Promise<void> {
  const order = orderOf(definition, date, 1);
  const window = orderWindow(order);
  const { atMinutes, waitMinutes } = definition;
  const { store } = parts.maker;
  const waitedMs = window.endMs + (atMinutes + waitMinutes) * MINUTE_MS;
  // Who reads a backlog has much to read, but no report waits until the next one is due.
  const moreMs = hasBacklog(store.sourceStates()) ? BACKLOG_WAIT_MS : 0;
  const isReady = isComplete(window, store) || parts.nowMs() >= waitedMs + moreMs;
  if (isReady) await make(definition, order, parts);
}

/** True also while a source has not ended its first pass. */
function hasBacklog(states: ReturnType<ReportMaker['store']['sourceStates']>): boolean {
  if (isBackfilling(states)) return true;
  return logSources(states).some(({ completeToMs, error }) => completeToMs === null && !error);
}

async function reviseIfChanged(
  definition: ReportDefinition,
  date: string,
  parts: ReportPassParts,
): Promise<void> {
  const { maker } = parts;
  const before = maker.store.reports.newest(definition.name, date);
  if (before === null) return;
  const order = orderOf(definition, date, before.revision + 1);
  if (!isComplete(orderWindow(order), maker.store)) return; // One preliminary report is enough.
  const isSame = before.state === 'final' && before.fingerprint === fingerprintOf(order, maker);
  if (!isSame) await make(definition, order, parts);
}

async function make(
  { name, kind, ...definition }: ReportDefinition,
  order: ReportOrder,
  { maker, make: makeFiles, nowMs, log }: ReportPassParts,
): Promise<void> {
  const { files, ...made } = await makeFiles(order, () => undefined);
  const { date } = order;
  const revision = order.revision ?? 1;
  const head: ReportHead = { name, kind, date, revision, ...made, madeAtMs: nowMs() };
  maker.store.reports.save(head, files, reportTargets(definition));
  log('report', { report: name, date, revision, state: made.state });
}

/** What a definition asks for, for one of its periods. */
function orderOf(definition: ReportDefinition, date: string, revision: number): ReportOrder {
  const { name, kind, timeZone, formats, filter, groupBy, sections } = definition;
  return { ...WHOLE, name, kind, date, timeZone, formats, filter, groupBy, sections, revision };
}

function windowOf(period: string, timeZone: string): Window {
  const window = periodWindow(period, timeZone);
  assert(window.ok, 'a due period is one of the calendar');
  return window.value;
}
