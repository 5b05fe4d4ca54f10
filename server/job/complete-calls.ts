/** Calls whose bill depends on a body too large for their record: the body is read, and dropped. */
import pLimit from 'p-limit';
import { bodyNeeded } from '../meter/body-needed.ts';
import type { MeteredInvocation } from '../meter/metered.ts';
import type { Invocation } from '../record/invocation.ts';
import { withBody } from '../record/with-body.ts';
import type { BodyOutcome, ReadBody } from '../source/body-objects.ts';
import { SourceError } from '../source/source.ts';
import { RowPacker, type RowBlock } from '../store/row-block.ts';
import type { BodyReads } from '../store/source-notes.ts';
import type { Store } from '../store/store.ts';
import { meterNow, type ReadingContext } from './record-reader.ts';

export interface BodyContext {
  readonly store: Pick<Store, 'invocation'>;
  readonly reading: ReadingContext;
  readonly readBody: ReadBody;
  readonly signal: AbortSignal;
  /** True where the same records are read again later, so that a body may wait as well. */
  readonly comesAgain: boolean;
}

export interface CompletedCalls {
  readonly block: RowBlock;
  /** How many bodies came and how many did not. */
  readonly bodies: readonly BodyReads[];
}

/** Bodies that are fetched side by side; each may hold 64 MiB for a moment. */
const SIDE_BY_SIDE_MAX = 4;

/**
 * Reads the bodies that calls lack, and meters them anew.
 *
 * A call that is stored with all that its body told is not asked for again, and one whose body
 * cannot be read is counted as it is.
 *
 * @throws SourceError where waiting may help and the record would not come again.
 */
export async function completeCalls(
  calls: readonly Invocation[],
  context: BodyContext,
): Promise<CompletedCalls> {
  const limit = pLimit(SIDE_BY_SIDE_MAX);
  const outcomes = new Map<BodyOutcome, number>();
  const note = (outcome: BodyOutcome): void => {
    if (outcome !== 'off') outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  };
  const metered = await Promise.all(
    calls.map((call) => limit(() => completed(call, context, note))),
  );
  const packer = new RowPacker();
  for (const one of metered) packer.add(one);
  const bodies = [...outcomes].map(([outcome, records]) => ({ outcome, records }));
  return { block: packer.take(), bodies };
}

async function completed(
  call: Invocation,
  context: BodyContext,
  note: (outcome: BodyOutcome) => void,
): Promise<MeteredInvocation> {
  let metered = meterNow(call, context.reading);
  if (isStoredWhole(metered, context.store)) return metered;
  for (;;) {
    const told = await toldByNext(metered, context, note);
    if (told === null) return metered;
    metered = meterNow(told, context.reading);
  }
}

/** The call with one more of its bodies read; null when none is needed or it cannot be read. */
async function toldByNext(
  { invocation, usage }: MeteredInvocation,
  context: BodyContext,
  note: (outcome: BodyOutcome) => void,
): Promise<Invocation | null> {
  const { accountId, region, requestId, bodies } = invocation;
  const part = bodyNeeded(invocation, usage);
  const path = part === null ? null : (bodies?.[part] ?? null);
  if (part === null || path === null) return null;
  const reply = await readOne({ accountId, region, requestId, path }, context);
  const told = reply.outcome === 'read' ? withBody(invocation, part, reply.text) : null;
  note(reply.outcome === 'read' && told === null ? 'unreadable' : reply.outcome);
  return told;
}

async function readOne(
  request: Parameters<ReadBody>[0],
  { readBody, signal, comesAgain }: BodyContext,
): ReturnType<ReadBody> {
  try {
    return await readBody(request, signal);
  } catch (error) {
    if (!(error instanceof SourceError) || !comesAgain || signal.aborted) throw error;
    return { outcome: 'failed' };
  }
}

/** Whether the call is stored by a copy that lacks nothing: re-reads must not cost a body each. */
function isStoredWhole(
  { invocation, usage }: MeteredInvocation,
  store: Pick<Store, 'invocation'>,
): boolean {
  const { requestId, timestampMs } = invocation;
  const window = { startMs: timestampMs, endMs: timestampMs + 1 };
  const stored = store.invocation(requestId, window);
  if (stored === null) return false;
  const isOurs =
    stored.valueOf('account') === invocation.accountId &&
    stored.valueOf('region') === invocation.region;
  return isOurs && bodyNeeded(invocation, stored.usage) === null && usage.length > 0;
}
