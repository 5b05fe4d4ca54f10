/** Reads a log group of CloudWatch Logs in closed slices of time, each several times over. */
import { FilterLogEventsCommand, type CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Window } from '../../shared/window.ts';
import { toSourceError } from './aws-error.ts';
import { describeLogGroup, logGroupName } from './log-group.ts';
import { RecordBuffer } from './batching.ts';
import { readLogPages, type FetchLogPage } from './log-pages.ts';
import type { Urgency } from './gate.ts';
import type { CallOptions } from './gated-client.ts';
import { decodeCursor, encodeCursor } from './schedule-cursor.ts';
import {
  completeTo,
  firstState,
  nextWindow,
  progressOf,
  stagesOf,
  tailWindow,
  withRead,
  withTail,
  type ScheduleRule,
  type ScheduleState,
  type Stage,
} from './schedule.ts';
import type { LogSource, RawRecord, ReadOptions, SourceBatch } from './source.ts';

export interface CloudWatchLogsOptions {
  readonly sourceId: string;
  /** Name, or ARN for a group of another account. */
  readonly logGroup: string;
  readonly backfillDays: number;
  /** Only this much of the past, once; see backfill. */
  readonly span?: Window;
}

const GRID_MS = 5 * MINUTE_MS;
const FIRST_SIZE_MS = 4 * GRID_MS;
const SIZE_MS_MAX = 64 * GRID_MS;
/** A slice with more pages than this was too large: the next one is half as long. */
const PAGES_MANY = 20;
const PAGES_FEW = 2;
/** After this many pages a stage gives way, so that the tail is never far behind. */
const STAGE_PAGES_MAX = 100;
/** Spans younger than this are read in slices of the grid, which are soon committed. */
const YOUNG_MS = HOUR_MS;

/** No group forgets sooner. */
const RETENTION_MS_MIN = DAY_MS;

/** Bedrock writes this line once, when logging is set up. */
const SETUP_MESSAGE = 'Permissions are correctly set for Amazon Bedrock logs.';

/**
 * A source for one log group.
 *
 * A read ends when it has caught up or its share of calls is used up; while `progress.done` is
 * below `progress.total`, the next read should follow soon.
 */
export function cloudWatchLogsSource(
  client: CloudWatchLogsClient,
  options: CloudWatchLogsOptions,
): LogSource {
  const { sourceId } = options;
  const read = (cursor: string | null, readOptions: ReadOptions): AsyncIterable<SourceBatch> =>
    new LogGroupRead(client, options, readOptions).batches(cursor);
  return { id: sourceId, kind: options.span ? 'backfill' : 'cloudWatchLogs', read };
}

/** Logs takes events up to 14 days old: so late a span is read again, if calls are missing. */
const LATE_AGES_MS = [7 * DAY_MS, 14 * DAY_MS];

/** Passes with the ages at which 345,600 simulated events came through a day of trouble unlost. */
function ruleOf({ backfillDays, span }: CloudWatchLogsOptions): ScheduleRule {
  return {
    agesMs: [5 * MINUTE_MS, 30 * MINUTE_MS, 3 * HOUR_MS, DAY_MS, ...LATE_AGES_MS],
    gridMs: GRID_MS,
    firstReadMs: HOUR_MS,
    tailOverlapMs: 2 * MINUTE_MS,
    backfillDays,
    ...(span && { span }),
  };
}

/** One call of `read`: its state, and how many pages it has taken. */
class LogGroupRead {
  readonly #client: CloudWatchLogsClient;
  readonly #options: CloudWatchLogsOptions;
  readonly #read: ReadOptions;
  readonly #rule: ScheduleRule;
  #state: ScheduleState;
  #sizeMs = FIRST_SIZE_MS;
  #pages = 0;
  #urgency: Urgency = 'now';
  /** Told with every batch of this read: the store knows each but once. */
  #lost: readonly Window[] = [];

  constructor(client: CloudWatchLogsClient, options: CloudWatchLogsOptions, read: ReadOptions) {
    this.#client = client;
    this.#options = options;
    this.#read = read;
    this.#rule = ruleOf(options);
    this.#state = firstState(this.#rule, read.nowMs);
  }

  async *batches(cursor: string | null): AsyncGenerator<SourceBatch> {
    const known = decodeCursor(cursor);
    this.#state = known?.state ?? this.#state;
    this.#sizeMs = sizeIn(known?.extra[0]?.[0]);
    const { nowMs, signal } = this.#read;
    try {
      const tail = tailWindow(this.#state, this.#rule, nowMs);
      if (known) this.#lost = await this.#forgotten(completeTo(this.#state));
      if (!this.#rule.span) yield* this.#slice(tail, () => withTail(this.#state, tail));
      for (const stage of stagesOf(this.#rule)) yield* this.#stage(stage);
    } catch (error) {
      if (signal.aborted) return; // The slice was not finished, so the cursor has not moved.
      throw toSourceError(error, `read log group ${this.#options.logGroup}`);
    }
  }

  /** What the group has forgotten since this source last read: no pass can bring it back. */
  async #forgotten(readToMs: number): Promise<readonly Window[]> {
    const { nowMs } = this.#read;
    if (this.#rule.span || nowMs - readToMs < RETENTION_MS_MIN) return [];
    const group = await describeLogGroup(this.#client, this.#options.logGroup).catch(() => null);
    const days = group?.retentionDays ?? null; // Without the permission nothing is claimed.
    const keptFromMs = days === null ? 0 : nowMs - days * DAY_MS;
    return keptFromMs > readToMs ? [{ startMs: readToMs, endMs: keptFromMs }] : [];
  }

  async *#stage(stage: Stage): AsyncGenerator<SourceBatch> {
    const { nowMs, signal } = this.#read;
    const pagesMax = this.#pages + STAGE_PAGES_MAX;
    this.#urgency = stage === 'new' ? 'now' : 'later';
    while (this.#pages < pagesMax && !signal.aborted) {
      const window = this.#next(stage);
      if (!window) return;
      if (stage === 'again' && this.#isSettled(window)) {
        this.#state = withRead(this.#state, this.#rule, { window, nowMs });
        yield this.#batch([]);
        continue;
      }
      const pagesBefore = this.#pages;
      yield* this.#slice(window, () => {
        const isFullSize = window.endMs - window.startMs >= this.#sizeMs;
        this.#adaptSize(this.#pages - pagesBefore, isFullSize);
        return withRead(this.#state, this.#rule, { window, nowMs });
      });
    }
  }

  #next(stage: Stage): Window | null {
    const { nowMs } = this.#read;
    const large = nextWindow(this.#state, this.#rule, { stage, nowMs, sizeMs: this.#sizeMs });
    if (!large || stage === 'backfill' || nowMs - large.startMs > YOUNG_MS) return large;
    return nextWindow(this.#state, this.#rule, { stage, nowMs, sizeMs: GRID_MS });
  }

  /** So old a span is only read again while CloudWatch counts calls that it has not shown. */
  #isSettled(window: Window): boolean {
    const isLate = this.#read.nowMs - window.endMs >= (LATE_AGES_MS[0] ?? 0);
    return isLate && !(this.#read.isIncomplete?.(window) ?? false);
  }

  /** Sizes are the grid times a power of two, so that slices of all sizes fit together. */
  #adaptSize(pages: number, isFullSize: boolean): void {
    if (pages > PAGES_MANY) this.#sizeMs = Math.max(GRID_MS, this.#sizeMs / 2);
    else if (pages <= PAGES_FEW && isFullSize) {
      this.#sizeMs = Math.min(SIZE_MS_MAX, this.#sizeMs * 2);
    }
  }

  /** The batches of one slice; only the last one's cursor knows that the slice is done. */
  async *#slice(window: Window, whenWhole: () => ScheduleState): AsyncGenerator<SourceBatch> {
    if (window.startMs >= window.endMs) return;
    const buffer = new RecordBuffer();
    for await (const events of readLogPages(this.#fetchPage, window)) {
      for (const event of events) {
        const record = this.#recordOf(event);
        if (record) buffer.add(record);
        if (buffer.isFull) yield this.#batch(buffer.take());
      }
    }
    this.#state = whenWhole();
    yield this.#batch(buffer.take());
  }

  readonly #fetchPage: FetchLogPage = async ({ startMs, endMs }, token) => {
    const { signal } = this.#read;
    this.#pages += 1;
    const command = new FilterLogEventsCommand({
      ...logGroupName(this.#options.logGroup),
      startTime: startMs,
      endTime: endMs - 1, // FilterLogEvents counts its endTime in; our windows do not.
      ...(token === null ? {} : { nextToken: token }),
    });
    const options: CallOptions = { abortSignal: signal, urgency: this.#urgency };
    const page = await this.#client.send(command, options);
    return { events: page.events ?? [], nextToken: page.nextToken ?? null };
  };

  #recordOf(event: FilteredLogEvent): RawRecord | null {
    const text = event.message ?? '';
    if (text.trim() === '' || text.startsWith(SETUP_MESSAGE)) return null;
    const { logGroup } = this.#options;
    const origin = `${logGroup}/${event.logStreamName ?? ''}#${event.eventId ?? ''}`;
    return { text, sourceAtMs: event.timestamp ?? null, origin };
  }

  #batch(records: readonly RawRecord[]): SourceBatch {
    const { done, total } = progressOf(this.#state, this.#rule, this.#read.nowMs);
    return {
      sourceId: this.#options.sourceId,
      records,
      cursor: encodeCursor(this.#state, [[this.#sizeMs]]),
      failures: [],
      objects: [],
      ...(this.#lost.length > 0 && { lost: this.#lost }),
      progress: { completeToMs: this.#rule.span ? null : completeTo(this.#state), done, total },
    };
  }
}

function sizeIn(sizeMs: number | undefined): number {
  const factor = (sizeMs ?? 0) / GRID_MS;
  const isSize = Number.isInteger(Math.log2(factor)) && factor >= 1 && factor <= 64;
  return isSize && sizeMs !== undefined ? sizeMs : FIRST_SIZE_MS;
}
