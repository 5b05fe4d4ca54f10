/** Takes orders for reports that somebody wants now, makes one at a time, and keeps them. */
import { BY_HAND, type ReportInMaking } from '../../shared/report-contract.ts';
import { QueryError } from '../query/query-store.ts';
import type { ReportHead } from '../store/report-ledger.ts';
import type { Store } from '../store/store.ts';
import type { MakeReport, ReportOrder } from './make-report.ts';
import { ReportError } from './nightly-report.ts';

/** Orders that wait or are worked on. */
const WAITING_MAX = 10;
/** Settled ones that are still told of. */
const TOLD_MAX = 10;
/** Reports of each kind that are kept; whoever wants one for good downloads it. */
const KEPT_MAX = 20;

export interface ReportDesk {
  /** @returns its id; null when too many wait. */
  order(order: Omit<ReportOrder, 'name' | 'revision'>): string | null;
  /** The last ordered first. */
  making(): readonly ReportInMaking[];
}

export interface DeskParts {
  readonly store: Pick<Store, 'reports'>;
  readonly make: MakeReport;
  readonly nowMs: () => number;
  /** Told of our own failures. */
  readonly onFailure: (error: unknown) => void;
}

export function createReportDesk(parts: DeskParts): ReportDesk {
  let orders: readonly ReportInMaking[] = [];
  let count = 0;
  let line = Promise.resolve();
  const note = (id: string, change: Partial<ReportInMaking>): void => {
    orders = orders.map((one) => (one.id === id ? { ...one, ...change } : one));
  };
  const work = async (id: string, asked: Omit<ReportOrder, 'name' | 'revision'>): Promise<void> => {
    note(id, { state: 'running' });
    try {
      await makeAndKeep(asked, parts, (done, total) => note(id, { done, total }));
      note(id, { state: 'done' });
    } catch (error) {
      note(id, { state: 'failed', problem: problemOf(error, parts) });
    }
  };
  return {
    order(asked) {
      const open = orders.filter(({ state }) => state === 'waiting' || state === 'running');
      if (open.length >= WAITING_MAX) return null;
      count += 1;
      const id = String(count);
      const { kind, date } = asked;
      const one = { id, kind, date, state: 'waiting', done: 0, total: 0, problem: null } as const;
      orders = [one, ...orders].slice(0, WAITING_MAX + TOLD_MAX);
      line = line.then(() => work(id, asked));
      return id;
    },
    making: () => orders,
  };
}

async function makeAndKeep(
  asked: Omit<ReportOrder, 'name' | 'revision'>,
  { store: { reports }, make, nowMs }: DeskParts,
  onProgress: Parameters<MakeReport>[1],
): Promise<void> {
  const { kind, date } = asked;
  const name = `${kind}${BY_HAND}`;
  const order = { ...asked, name: kind, revision: null };
  const { files, ...made } = await make(order, onProgress);
  const revision = (reports.newest(name, date)?.revision ?? 0) + 1;
  const head: ReportHead = { name, kind, date, revision, ...made, madeAtMs: nowMs() };
  reports.save(head, files, []);
  reports.keepLast(name, KEPT_MAX);
}

function problemOf(error: unknown, { onFailure }: DeskParts): ReportInMaking['problem'] {
  if (error instanceof QueryError) return { message: error.message, hint: error.hint };
  const hint = 'Ask for another period.';
  if (error instanceof ReportError) return { message: error.message, hint };
  onFailure(error);
  return { message: 'The report could not be made.', hint: 'The log of the server tells more.' };
}
