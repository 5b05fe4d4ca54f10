/** A source that plays batches from memory, and notes what it was asked. */
import type { LogSource, RawRecord, ReadOptions, SourceBatch } from '../../server/source/source.ts';
import { T0_MS, requestId } from '../support/metered.ts';

/** One record as Bedrock logs it. */
export function record(number: number, changes: Readonly<Record<string, unknown>> = {}): RawRecord {
  const value = {
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    timestamp: new Date(T0_MS + number).toISOString(),
    accountId: '111122223333',
    region: 'us-east-1',
    requestId: requestId(number),
    operation: 'Converse',
    modelId: 'amazon.nova-micro-v1:0',
    input: { inputTokenCount: 10 },
    output: { outputTokenCount: 20 },
    requestMetadata: { tenant: 'acme' },
    ...changes,
  };
  return { text: JSON.stringify(value), sourceAtMs: null, origin: `fake/${number}` };
}

export function sourceBatch(changes: Partial<SourceBatch> = {}): SourceBatch {
  return {
    sourceId: 's3/fake',
    records: [],
    cursor: 'c1',
    failures: [],
    objects: [],
    progress: { completeToMs: T0_MS, done: 1, total: 1 },
    ...changes,
  };
}

/** What one read yields; an error is thrown where it stands. */
export type Read = readonly (SourceBatch | Error)[];

export interface FakeSource extends LogSource {
  readonly cursors: (string | null)[];
  readonly options: ReadOptions[];
}

/** A source whose first read plays the first list, and so on; then it yields nothing. */
export function fakeSource(...reads: readonly Read[]): FakeSource {
  const cursors: (string | null)[] = [];
  const options: ReadOptions[] = [];
  return {
    id: 's3/fake',
    kind: 's3',
    cursors,
    options,
    async *read(cursor, given) {
      cursors.push(cursor);
      options.push(given);
      for (const step of reads[cursors.length - 1] ?? []) {
        await Promise.resolve();
        if (step instanceof Error) throw step;
        yield step;
      }
    },
  };
}
