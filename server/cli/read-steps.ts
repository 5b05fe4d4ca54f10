/** What an answer was read from, for `outcrop query --explain`. */
import { isoTime } from '../../shared/window.ts';
import type { QueryStore } from '../query/query-store.ts';
import type { ReadStep } from '../store/store.ts';
import { textTable } from './text-table.ts';

/** What each cube tells apart. */
const CUBE_WORDS = {
  full: 'all dimensions',
  tenant: 'tenants, models, accounts, Regions',
  model: 'models, accounts, Regions',
} as const;

/** The same store, which notes what answers read. */
export function noting(store: QueryStore, reads: ReadStep[]): QueryStore {
  return {
    aggregate: (request) => store.aggregate({ ...request, onRead: (read) => reads.push(read) }),
    aggregateMetric: (request) => store.aggregateMetric(request),
    usageTypes: () => store.usageTypes(),
    bills: store.bills,
    quotas: store.quotas,
  };
}

/** A step with times as the API writes them. */
export function encodeRead({
  startMs,
  endMs,
  ...read
}: ReadStep): Readonly<Record<string, unknown>> {
  return { ...read, from: isoTime(startMs), to: isoTime(endMs) };
}

/** A plain table of the parts of an answer. */
export function formatReads(reads: readonly ReadStep[]): string {
  if (reads.length === 0) return '\nNothing was read.\n';
  const header = ['level', 'tells apart', 'from', 'to', 'reads', 'ms'];
  const rows = reads.map(({ level, cube, startMs, endMs, reads: count, tookMs }) => [
    level,
    cube === null ? 'all, and what single calls tell' : CUBE_WORDS[cube],
    isoTime(startMs),
    isoTime(endMs),
    String(count),
    tookMs.toFixed(1),
  ]);
  const tookMs = reads.reduce((sum, read) => sum + read.tookMs, 0);
  const lines = textTable(header, rows, header.length - 2);
  const title = `Read in ${tookMs.toFixed(1)} ms; a pack of many cells counts as one read:`;
  return `\n${[title, ...lines].join('\n')}\n`;
}
