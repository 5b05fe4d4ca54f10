/** Invents the calls of one account, Region and hour: the same seed gives the same calls. */
import { HOUR_MS } from '../../shared/window.ts';
import type { AwsScope } from './aws-world.ts';
import { incidentsOf, type IncidentKind } from './demo-incidents.ts';
import { meanCalls } from './demo-rhythm.ts';
import type { Workload } from './demo-workload.ts';
import { CUSTOMERS_WORKLOADS } from './demo-workloads-customers.ts';
import { PRODUCTION_WORKLOADS } from './demo-workloads-production.ts';
import { outcomeOf, type Outcome } from './demo-outcome.ts';
import { tokensOf, latencyOf, unitsOf, type CallTokens } from './demo-quantities.ts';
import { createRandom, hashText, type Random } from './random.ts';

/** What happened in one call; the log record and the metrics are both derived from it. */
export interface DemoCall {
  readonly workload: Workload;
  readonly timestampMs: number;
  readonly requestId: string;
  readonly outcome: Outcome;
  readonly tokens: CallTokens;
  /** Milliseconds to the last and to the first byte of output; 0 for a call that failed. */
  readonly latencyMs: number;
  readonly firstByteMs: number;
  /** Images, documents or seconds of video, as the model counts. */
  readonly units: number;
  /** 32 bits of chance for what no metric depends on, such as texts. */
  readonly variant: number;
  /** False while log delivery is broken: CloudWatch counts the call, no record tells of it. */
  readonly isLogged: boolean;
}

export interface DemoSeed {
  readonly seed: number;
  readonly days: number;
  /** Reference time of the incidents; history ends and live traffic begins here. */
  readonly endMs: number;
  /** Factor on all traffic; 1 gives about 240,000 calls in 30 days. */
  readonly load: number;
}

export const WORKLOADS: readonly Workload[] = [...PRODUCTION_WORKLOADS, ...CUSTOMERS_WORKLOADS];

/** Start of the first hour that has calls. */
export function historyStartMs({ days, endMs }: DemoSeed): number {
  return Math.floor(endMs / HOUR_MS) * HOUR_MS - days * 24 * HOUR_MS;
}

/** All calls of one scope in one hour, ordered by time; none before the history's start. */
export function callsOfHour(seed: DemoSeed, scope: AwsScope, hourStartMs: number): DemoCall[] {
  if (hourStartMs < historyStartMs(seed)) return [];
  return WORKLOADS.filter(({ account, region }) => {
    return account === scope.account && region === scope.region;
  })
    .flatMap((workload) => callsOfWorkload(seed, workload, hourStartMs))
    .sort((a, b) => a.timestampMs - b.timestampMs);
}

function callsOfWorkload(seed: DemoSeed, workload: Workload, hourStartMs: number): DemoCall[] {
  const since = workload.sinceHoursBeforeEnd;
  const endHourMs = Math.floor(seed.endMs / HOUR_MS) * HOUR_MS;
  if (since !== null && hourStartMs < endHourMs - since * HOUR_MS) return [];
  const random = createRandom(seed.seed, hashText(workload.key), hourStartMs / HOUR_MS);
  const incidents = incidentsOf(workload, hourStartMs, seed.endMs);
  const usual = meanCalls(workload, hourStartMs, seed.endMs) * random.logNormal(1, 0.12);
  const count = random.poisson((usual + surgeOf(workload, incidents)) * seed.load);
  return Array.from({ length: count }, () =>
    inventCall(random, workload, { hourStartMs, incidents }),
  );
}

/** Enough that more than fifty are refused in any five minutes, at the share that is refused. */
const STORM_CALLS_PER_HOUR = 1000;
/** With the usual calls this makes six times an average hour. */
const RUNAWAY_FACTOR = 5;

/** Calls per hour on top of the usual: made by machines, which keep no office hours. */
function surgeOf({ callsPerDay }: Workload, incidents: ReadonlySet<IncidentKind>): number {
  if (incidents.has('throttleStorm')) return STORM_CALLS_PER_HOUR;
  return incidents.has('runawayTenant') ? (RUNAWAY_FACTOR * callsPerDay) / 24 : 0;
}

interface Hour {
  readonly hourStartMs: number;
  readonly incidents: ReadonlySet<IncidentKind>;
}

function inventCall(
  random: Random,
  workload: Workload,
  { hourStartMs, incidents }: Hour,
): DemoCall {
  const timestampMs = hourStartMs + random.integer(HOUR_MS);
  const outcome = outcomeOf(random, workload, incidents);
  const tokens = tokensOf(random, workload, { outcome, incidents });
  const latency = latencyOf(random, workload, { outcome, incidents, outputTokens: tokens.output });
  return {
    workload,
    timestampMs,
    requestId: random.uuid(),
    outcome,
    tokens,
    ...latency,
    units: outcome === 'success' ? unitsOf(random, workload) : 0,
    variant: random.integer(2 ** 32),
    isLogged: !incidents.has('loggingGap'),
  };
}
