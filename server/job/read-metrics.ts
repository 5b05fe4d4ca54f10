/** The pass of CloudWatch metrics in an account and Region: what is due, and what may be spent. */
import type { Window } from '../../shared/window.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { modelOfMetric } from '../record/model-of-metric.ts';
import type { AwsClients } from '../source/clients.ts';
import { readMetricPoints, type IncompleteSeries } from '../source/cloud-watch-metrics.ts';
import { billingMonthOf } from '../../shared/metric-price.ts';
import { metricsAllowed } from '../source/metric-budget.ts';
import { cadenceOf, type Cadence } from '../source/metric-catalogue.ts';
import { listMetricSeries } from '../source/metric-list.ts';
import { planMetricSpans, type MetricSpan } from '../source/metric-plan.ts';
import { PROVISIONAL_MS, type MetricSeries } from '../source/metric.ts';
import type { AccountSettings } from '../source/settings.ts';
import { SourceError } from '../source/source.ts';
import type { MetricRevision } from '../store/metric-ledger.ts';
import type { Store } from '../store/store.ts';
import { inventoryAt } from './ingest.ts';
import { modelIdsInLogs } from './models-in-logs.ts';

export const METRICS_KIND = 'cloudWatchMetrics';

export interface MetricsPlace {
  readonly account: AccountSettings;
  readonly region: string;
}

export interface MetricsContext {
  readonly store: Store;
  readonly clients: AwsClients;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
  /** Told of points that CloudWatch changed after they had settled. */
  readonly onRevised?: (revised: readonly MetricRevision[]) => void;
}

/** CloudWatch still changes points this young, so each pass reads them again. */
const REREAD_MS = 3 * HOUR_MS;
const LIST_EVERY_MS = HOUR_MS;
const SELDOM_EVERY_MS = HOUR_MS;
/** What came late in an outage of AWS comes within two days. */
const NIGHTLY_REACH_MS = 2 * DAY_MS;
/** What only charts show is not worth a long look back. */
const SELDOM_BACKFILL_DAYS = 7;

export function metricsSourceId({ account, region }: MetricsPlace): string {
  return `${METRICS_KIND}:${account.id}:${region}`;
}

/** Where each cadence has read to; kept as the source's cursor, so that a restart costs nothing. */
interface Marks {
  readonly often: number | null;
  readonly seldom: number | null;
  readonly nightlyAtMs: number | null;
}

const NO_MARKS: Marks = { often: null, seldom: null, nightlyAtMs: null };

/** The reader of one place; it remembers the list of series, which costs calls to make. */
export class MetricsReader {
  readonly #place: MetricsPlace;
  readonly #context: MetricsContext;
  #listed: { readonly atMs: number; readonly series: readonly MetricSeries[] } | null = null;

  constructor(place: MetricsPlace, context: MetricsContext) {
    this.#place = place;
    this.#context = context;
  }

  /**
   * Reads what is due; what a span gave is kept even where the next one fails.
   *
   * @throws SourceError, also when answers stayed incomplete: they are asked for at the next pass.
   */
  async read(): Promise<void> {
    const nowMs = this.#context.nowMs();
    const marks = this.#marks();
    const series = await this.#series(nowMs);
    const isNight = nowMs - (marks.nightlyAtMs ?? 0) >= DAY_MS;
    await this.#readCadence('often', series, marks);
    if (nowMs - (marks.seldom ?? 0) >= SELDOM_EVERY_MS) {
      await this.#readCadence('seldom', series, marks);
    }
    if (!isNight || this.#context.signal.aborted) return;
    const window = { startMs: nowMs - NIGHTLY_REACH_MS, endMs: nowMs - REREAD_MS };
    // The first look back has read all of it just now.
    if (marks.often !== null) await this.#readSpans(series, window, () => undefined);
    this.#save({ ...this.#marks(), nightlyAtMs: nowMs });
  }

  async #readCadence(
    cadence: Cadence,
    series: readonly MetricSeries[],
    marks: Marks,
  ): Promise<void> {
    const nowMs = this.#context.nowMs();
    const { backfillDays } = this.#place.account;
    const days = cadence === 'often' ? backfillDays : Math.min(SELDOM_BACKFILL_DAYS, backfillDays);
    const mark = marks[cadence];
    const startMs = mark === null ? nowMs - days * DAY_MS : mark - REREAD_MS;
    const due = series.filter((one) => cadenceOf(one) === cadence);
    await this.#readSpans(due, { startMs, endMs: nowMs }, (span) => {
      const before = this.#marks();
      this.#save({ ...before, [cadence]: Math.max(before[cadence] ?? 0, span.endMs) });
    });
  }

  /** Reads span by span, oldest first, as far as the month's money goes. */
  async #readSpans(
    series: readonly MetricSeries[],
    window: Window,
    whenRead: (span: MetricSpan) => void,
  ): Promise<void> {
    const { clients, nowMs, signal, store, onRevised } = this.#context;
    const { account, region } = this.#place;
    const client = clients.cloudWatch(account, region);
    const { often } = this.#marks();
    const settledToMs = often === null ? null : often - PROVISIONAL_MS;
    for (const span of planMetricSpans(window, nowMs())) {
      if (signal.aborted || series.length > this.#allowed()) return;
      const incomplete: IncompleteSeries[] = [];
      const reread = settledToMs === null ? undefined : { atMs: nowMs(), settledToMs };
      const question = {
        account: account.id,
        region,
        span,
        series,
        onIncomplete: (one: IncompleteSeries) => void incomplete.push(one),
        onAsked: (metrics: number) => this.#spend(metrics),
      };
      const inventory = inventoryAt(store, nowMs());
      for await (const points of readMetricPoints(client, question)) {
        const stored = points.map((point) => {
          return { ...point, model: modelOfMetric(point.modelId, inventory) };
        });
        const revised = store.saveMetricPoints(stored, reread);
        if (revised.length > 0) onRevised?.(revised);
      }
      if (incomplete.length > 0) throw incompleteError(incomplete, series.length);
      whenRead(span);
    }
  }

  async #series(nowMs: number): Promise<readonly MetricSeries[]> {
    if (this.#listed && nowMs - this.#listed.atMs < LIST_EVERY_MS) return this.#listed.series;
    const { store, clients } = this.#context;
    const { account, region } = this.#place;
    const series = await listMetricSeries(clients.cloudWatch(account, region), {
      modelIds: modelIdsInLogs(store, { account: account.id, region, nowMs }),
      stored: store.metrics.series(account.id, region),
    });
    this.#listed = { atMs: nowMs, series };
    return series;
  }

  #allowed(): number {
    const { store, nowMs } = this.#context;
    const { account, region } = this.#place;
    const spent = store.metrics
      .spend(billingMonthOf(nowMs()))
      .find((one) => one.account === account.id && one.region === region);
    return metricsAllowed(spent?.metrics ?? 0, account.metricsUsdPerMonth, nowMs());
  }

  #spend(metrics: number): void {
    const { store, nowMs } = this.#context;
    const { account, region } = this.#place;
    const month = billingMonthOf(nowMs());
    store.metrics.addSpend({ account: account.id, region, month, metrics });
  }

  #marks(): Marks {
    const id = metricsSourceId(this.#place);
    const cursor = this.#context.store.sourceStates().find((one) => one.sourceId === id)?.cursor;
    return cursor ? { ...NO_MARKS, ...(JSON.parse(cursor) as Partial<Marks>) } : NO_MARKS; // Ours.
  }

  #save(marks: Marks): void {
    const { store, nowMs } = this.#context;
    // Young points still change: nothing is concluded from them.
    const completeToMs = marks.often === null ? null : marks.often - PROVISIONAL_MS;
    store.saveSourceProgress({
      sourceId: metricsSourceId(this.#place),
      kind: METRICS_KIND,
      cursor: JSON.stringify(marks),
      completeToMs,
      nowMs: nowMs(),
    });
  }
}

function incompleteError(incomplete: readonly IncompleteSeries[], all: number): SourceError {
  const [first] = incomplete;
  const statuses = [...new Set(incomplete.map((one) => one.status))].join(', ');
  const what = `${incomplete.length} of ${all} metrics, such as ${first?.metricName ?? ''}`;
  const isForbidden = incomplete.some((one) => one.status === 'Forbidden');
  return new SourceError(
    'badAnswer',
    `CloudWatch's answer is not whole for ${what}: ${statuses}.`,
    {
      retryable: true,
      hint: isForbidden
        ? 'Allow cloudwatch:GetMetricData on all resources; nothing is concluded meanwhile.'
        : 'Nothing to do: it is asked for again, and nothing is concluded meanwhile.',
    },
  );
}
