/** Metrics of how long calls take: percentiles, bands of a heat map, and the pace of output. */
import { LOGS, percentile, ratio, type Metric } from './metric.ts';

/** Upper ends of the bands of the heat map, in ms: each twice the one before. */
export const BANDS_MS = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000] as const;

export const LATENCY_METRICS = {
  latencyP50: percentile('Latency p50', 'latency', 0.5),
  latencyP90: percentile('Latency p90', 'latency', 0.9),
  latencyP99: percentile('Latency p99', 'latency', 0.99),
  firstTokenP50: percentile('Time to first token p50', 'firstToken', 0.5),
  firstTokenP90: percentile('Time to first token p90', 'firstToken', 0.9),
  firstTokenP99: percentile('Time to first token p99', 'firstToken', 0.99),
  timedInvocations: within('Timed invocations', null),
  within250Ms: within('Invocations within 250 ms', 250),
  within500Ms: within('Invocations within 500 ms', 500),
  within1000Ms: within('Invocations within 1 s', 1_000),
  within2000Ms: within('Invocations within 2 s', 2_000),
  within4000Ms: within('Invocations within 4 s', 4_000),
  within8000Ms: within('Invocations within 8 s', 8_000),
  within16000Ms: within('Invocations within 16 s', 16_000),
  within32000Ms: within('Invocations within 32 s', 32_000),
  within64000Ms: within('Invocations within 64 s', 64_000),
  latencySeconds: {
    label: 'Time in calls',
    unit: 'seconds',
    formula: { kind: 'duration' },
    sources: LOGS,
    help: 'Latencies of all calls added up; 1 % relative error.',
  },
  outputTokensPerSecond: ratio(
    'Output tokens per second',
    { over: 'outputTokens', under: ['latencySeconds'], unit: 'tokensPerSecond' },
    'Output tokens over the time that the calls took, waiting for the first one included.',
  ),
} as const satisfies Record<string, Metric>;

/** @param ms null counts every call whose latency is known. */
function within(label: string, ms: number | null): Metric {
  const help =
    ms === null
      ? 'Logged calls whose latency is known.'
      : `Calls that took at most ${ms} ms to the last byte; the bound is exact to 1 %.`;
  return { label, unit: 'count', formula: { kind: 'within', ms }, sources: LOGS, help };
}
