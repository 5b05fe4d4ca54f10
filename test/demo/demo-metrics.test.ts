/** CloudWatch in the demo counts the very calls that the logs tell of. */
import { describe, expect, test } from 'vitest';
import type { AwsScope } from '../../server/demo/aws-world.ts';
import { createDemoWorld } from '../../server/demo/demo-world.ts';
import { parseRecord, recordTexts, SCOPES, type DemoRecord } from './demo-records.ts';

const END_MS = Date.UTC(2026, 8, 1, 12, 20);
const HOUR_MS = 3_600_000;
/** Everything of the window is delivered by then. */
const NOW_MS = END_MS + HOUR_MS;
const WINDOW = { startMs: END_MS - 30 * HOUR_MS, endMs: END_MS - HOUR_MS };
const world = createDemoWorld({ seed: 42, days: 2, endMs: END_MS });

function sumOf(scope: AwsScope, metricName: string, modelId?: string): number {
  const dimensions = new Map(modelId === undefined ? [] : [['ModelId', modelId] as const]);
  const series = { namespace: 'AWS/Bedrock', metricName, dimensions };
  const minutes = world.metricMinutes({ ...scope, series, ...WINDOW, nowMs: NOW_MS });
  return [...minutes].flatMap(({ values }) => values).reduce((sum, value) => sum + value, 0);
}

function recordsOf(scope: AwsScope): DemoRecord[] {
  return recordTexts(world, scope, NOW_MS)
    .map(parseRecord)
    .filter(({ timestamp }) => {
      const atMs = Date.parse(timestamp);
      return atMs >= WINDOW.startMs && atMs < WINDOW.endMs;
    });
}

/** A record tells the model as it was called; the dimension has only the last part of an ARN. */
function metricIdOf({ modelId }: DemoRecord): string {
  return modelId.split('/').at(-1) ?? '';
}

function countIn(part: Readonly<Record<string, unknown>> | undefined, name: string): number {
  return Number(part?.[name] ?? 0);
}

describe.each(SCOPES)('metrics of $account in $region', (scope) => {
  const records = recordsOf(scope);
  const ids = [...new Set(records.map(metricIdOf))];

  test('count the same calls and throttles by model as the logs', () => {
    for (const id of ids) {
      const own = records.filter((record) => metricIdOf(record) === id);
      const throttled = own.filter(({ errorCode }) => errorCode === 'ThrottlingException');
      expect(sumOf(scope, 'InvocationThrottles', id)).toBe(throttled.length);
      expect(sumOf(scope, 'Invocations', id)).toBe(own.length - throttled.length);
    }
  });

  test('count the same tokens as the logs', () => {
    const total = (pick: (record: DemoRecord) => number): number =>
      records.reduce((sum, record) => sum + pick(record), 0);
    expect(sumOf(scope, 'InputTokenCount')).toBe(
      total(({ input }) => countIn(input, 'inputTokenCount')),
    );
    expect(sumOf(scope, 'OutputTokenCount')).toBe(
      total(({ output }) => countIn(output, 'outputTokenCount')),
    );
    expect(sumOf(scope, 'CacheReadInputTokens')).toBe(
      total(({ input }) => countIn(input, 'cacheReadInputTokenCount')),
    );
  });

  test('give for all models together the sum over the models', () => {
    const single = ids.reduce((sum, id) => sum + sumOf(scope, 'Invocations', id), 0);
    expect(sumOf(scope, 'Invocations')).toBe(single);
  });

  test('list every series that has points', () => {
    const listed = world.metrics(scope, NOW_MS).map(({ metricName, dimensions }) => {
      return `${metricName} ${dimensions.get('ModelId') ?? ''}`;
    });
    for (const id of ids) expect(listed).toContain(`Invocations ${id}`);
    expect(new Set(listed).size).toBe(listed.length);
  });
});
