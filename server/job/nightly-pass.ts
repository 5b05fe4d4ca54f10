/** When nightly reports are made, revised and handed out: once each, however often it is asked. */
import { createHash } from 'node:crypto';
import { assert } from '../../shared/assert.ts';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import {
  DAY_MS,
  dayWindow,
  HOUR_MS,
  localDate,
  MINUTE_MS,
  type Window,
} from '../../shared/window.ts';
import type { ReportSettings } from '../config/config.ts';
import type { Channel } from '../notify/channel.ts';
import { runQuery } from '../query/run-query.ts';
import { completeToOf } from '../query/status.ts';
import { nightlyFiles } from '../report/report-files.ts';
import type { ReportHead } from '../store/report-ledger.ts';
import { NIGHTLY_FIGURES, nightlyData } from './nightly-report.ts';
import type { NightlyContext } from './report-context.ts';
import { deliverReports, reportTargets } from './report-delivery.ts';

export interface NightlyParts extends NightlyContext {
  readonly settings: ReportSettings;
  readonly channels: readonly Channel[];
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
  readonly log: (event: string, fields: Readonly<Record<string, unknown>>) => void;
}

/** The name under which nightly reports are kept. */
export const NIGHTLY = 'nightly';
/** Nights that are made up after a downtime; older ones are asked for by hand. */
const MISSED_MAX = 31;
/** So long late data change a report that has gone out. */
const REVISED_DAYS = 7;
const REVISED_EVERY_MS = 15 * MINUTE_MS;

/**
 * The pass: makes what is due, revises what has changed, delivers what is owed.
 *
 * A report waits until the logs of its day are read. When they are not by the end of the wait it
 * goes out all the same, marked preliminary, and once more when they are.
 *
 * @param partsNow the store, book and settings at hand, asked before each pass.
 */
export function nightlyPass(partsNow: () => NightlyParts): () => Promise<void> {
  let revisedAtMs = -Infinity;
  return async () => {
    const parts = partsNow();
    const nowMs = parts.nowMs();
    const lastDue = lastDueDate(nowMs, parts);
    const isTonight = lastDue === dateBefore(localDate(nowMs, parts.timeZone));
    for (const date of missingDates(lastDue, isTonight, parts)) makeIfReady(date, parts);
    if (nowMs - revisedAtMs >= REVISED_EVERY_MS) {
      revisedAtMs = nowMs;
      for (const date of datesBefore(lastDue, REVISED_DAYS)) reviseIfChanged(date, parts);
    }
    const { store, settings } = parts;
    await deliverReports({ ...parts, reports: store.reports, directory: settings.directory });
  };
}

/** The last date whose report should be there by now. */
function lastDueDate(nowMs: number, { settings, timeZone }: NightlyParts): string {
  const today = windowOf(localDate(nowMs, timeZone), timeZone);
  const isTime = nowMs >= today.startMs + settings.atMinutes * MINUTE_MS;
  return localDate(today.startMs - (isTime ? HOUR_MS : HOUR_MS + DAY_MS), timeZone);
}

/** Dates without a report since the last one that has one; at the very first tonight's alone. */
function missingDates(
  lastDue: string,
  isTonight: boolean,
  { store }: NightlyParts,
): readonly string[] {
  const last = store.reports.lastDate(NIGHTLY);
  if (last === null && !isTonight) return [];
  const due = datesBefore(lastDue, last === null ? 1 : MISSED_MAX);
  return due.filter((date) => last === null || date > last || isMissing(date, store));
}

/** Of the nights before the last one only those that a wait left out. */
function isMissing(date: string, store: NightlyParts['store']): boolean {
  if (store.reports.newest(NIGHTLY, date) !== null) return false;
  return store.reports.newest(NIGHTLY, dateBefore(date)) !== null;
}

function dateBefore(date: string): string {
  return datesBefore(date, 2)[0] ?? date;
}

/** So many dates up to and with one, ascending. */
function datesBefore(date: string, count: number): readonly string[] {
  const noonMs = Date.parse(`${date}T12:00:00Z`);
  return Array.from({ length: count }, (_, index) => {
    return new Date(noonMs - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10);
  });
}

function makeIfReady(date: string, parts: NightlyParts): void {
  const day = windowOf(date, parts.timeZone);
  const { atMinutes, waitMinutes } = parts.settings;
  const waitedMs = day.endMs + (atMinutes + waitMinutes) * MINUTE_MS;
  if (isComplete(day, parts) || parts.nowMs() >= waitedMs) make(date, null, parts);
}

function reviseIfChanged(date: string, parts: NightlyParts): void {
  const before = parts.store.reports.newest(NIGHTLY, date);
  if (before === null) return;
  const day = windowOf(date, parts.timeZone);
  if (!isComplete(day, parts)) return; // One preliminary report is enough.
  const isSame = before.state === 'final' && before.fingerprint === fingerprintOf(day, parts);
  if (!isSame) make(date, before, parts);
}

function isComplete(day: Window, { store }: NightlyParts): boolean {
  const completeToMs = completeToOf(store.sourceStates());
  return completeToMs !== null && completeToMs >= day.endMs;
}

function make(date: string, before: ReportHead | null, parts: NightlyParts): void {
  const { store, settings, nowMs, log } = parts;
  const day = windowOf(date, parts.timeZone);
  const revision = (before?.revision ?? 0) + 1;
  const data = { ...nightlyData(date, parts), revision };
  const files = nightlyFiles(data, settings.formats).map(({ name, contentType, content }) => ({
    name,
    contentType,
    bytes: Buffer.from(content),
  }));
  const state = isComplete(day, parts) ? 'final' : 'preliminary';
  const fingerprint = fingerprintOf(day, parts);
  const report: ReportHead = {
    name: NIGHTLY,
    date,
    revision,
    state,
    fingerprint,
    madeAtMs: nowMs(),
  };
  store.reports.save(report, files, reportTargets(settings.mailTo));
  log('report', { date, revision, state });
}

/** Equal for equal figures of all tenants, whatever else has changed. */
function fingerprintOf(window: Window, { store, book, timeZone }: NightlyParts): string {
  const all = { metrics: NIGHTLY_FIGURES, filter: EMPTY_FILTER, step: 'all', timeZone } as const;
  const { rows } = runQuery({ ...all, groupBy: ['tenant', 'model'], window }, store, book);
  const text = rows.map(({ group, values }) => [...group, ...[...values.values()].map(String)]);
  return createHash('sha256').update(JSON.stringify(text)).digest('hex');
}

function windowOf(date: string, timeZone: string): Window {
  const window = dayWindow(date, timeZone);
  assert(window.ok, 'a due date is a date');
  return window.value;
}
