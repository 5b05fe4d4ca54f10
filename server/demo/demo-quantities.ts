/** Sizes of a demo call: tokens with their cache, times, images, documents and seconds. */
import type { IncidentKind } from './demo-incidents.ts';
import type { Outcome } from './demo-outcome.ts';
import type { Workload } from './demo-workload.ts';
import type { Random } from './random.ts';

/** Input leaves out what came from or went to the cache, as Bedrock counts. */
export interface CallTokens {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

interface Circumstances {
  readonly outcome: Outcome;
  readonly incidents: ReadonlySet<IncidentKind>;
}

const NO_TOKENS: CallTokens = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
const CACHE_HIT = 0.91;

/** Zero for a call that failed or was blocked before the model saw it. */
export function tokensOf(random: Random, workload: Workload, given: Circumstances): CallTokens {
  if (given.outcome !== 'success' || workload.inputTokens === 0) return NO_TOKENS;
  const input = Math.max(1, Math.round(random.logNormal(workload.inputTokens, 0.55)));
  const output = workload.outputTokens === 0 ? 0 : outputOf(random, workload.outputTokens);
  return { input, output, ...cacheOf(random, workload, given.incidents) };
}

function outputOf(random: Random, median: number): number {
  return Math.min(4096, Math.max(1, Math.round(random.logNormal(median, 0.6))));
}

function cacheOf(
  random: Random,
  { cache }: Workload,
  incidents: ReadonlySet<IncidentKind>,
): Pick<CallTokens, 'cacheRead' | 'cacheWrite'> {
  if (!cache) return { cacheRead: 0, cacheWrite: 0 };
  const prefix = Math.round(cache.prefixTokens * (0.9 + 0.2 * random.next()));
  // A prefix that changes on every call is paid for as a write each time and never read.
  if (incidents.has('brokenCache')) return { cacheRead: 0, cacheWrite: Math.round(prefix * 1.1) };
  if (random.next() >= CACHE_HIT) return { cacheRead: 0, cacheWrite: prefix };
  return { cacheRead: prefix, cacheWrite: random.next() < 0.3 ? random.integer(600) : 0 };
}

const BLOCKED_MS = 280;

/** Median by model and output, a spread of a quarter, and a thin tail of slow calls. */
export function latencyOf(
  random: Random,
  { model }: Workload,
  { outcome, incidents, outputTokens }: Circumstances & { readonly outputTokens: number },
): { readonly latencyMs: number; readonly firstByteMs: number } {
  if (outcome === 'blocked') return { latencyMs: BLOCKED_MS + random.integer(80), firstByteMs: 0 };
  if (outcome !== 'success') return { latencyMs: 0, firstByteMs: 0 };
  const tail = random.next() < 0.008 ? 2.5 : 1;
  const regression = incidents.has('latencyRegression') && random.next() < 0.5 ? 8 : 1;
  const slower = incidents.has('slowerModel') ? 1.5 : 1;
  const factor = random.logNormal(1, 0.22) * tail * regression * slower;
  const latencyMs = Math.round((model.baseMs + outputTokens * model.msPerOutputToken) * factor);
  const firstByteMs = Math.min(latencyMs, Math.round(model.baseMs * 0.8 * factor));
  return { latencyMs, firstByteMs };
}

/** Images of an image model, seconds of a video, documents of a rerank call; 0 for the rest. */
export function unitsOf(random: Random, { body }: Workload): number {
  switch (body) {
    case 'novaCanvas':
      return 1 + random.integer(3);
    case 'stableDiffusion':
      return 1;
    case 'novaReel':
      return 6 * (1 + random.integer(4));
    case 'rerank':
      // Above 100 documents AWS bills a second query.
      return random.next() < 0.04 ? 101 + random.integer(40) : 8 + random.integer(30);
    default:
      return 0;
  }
}
