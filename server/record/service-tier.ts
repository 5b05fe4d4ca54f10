/** Which service tier and latency mode a call ran in, as its answer tells. */
import type { AnswerBody } from './answer-body.ts';
import type { Invocation } from './invocation.ts';
import { at, textAt } from './json.ts';

const TIERS = new Map<string, Invocation['serviceTier']>([
  ['default', 'standard'],
  ['standard', 'standard'],
  ['priority', 'priority'],
  ['flex', 'flex'],
  ['batch', 'batch'],
  ['reserved', 'reserved'],
]);

/** The answer's tier counts, then what was asked for; a record that tells none is standard. */
export function readTier(
  record: unknown,
  body: AnswerBody,
): Pick<Invocation, 'serviceTier' | 'latencyMode'> {
  const request = at(at(record, 'input'), 'inputBodyJson');
  const parts = [...body.parts, body.usage, body.lastUsage, record, request];
  const tier = firstOf(parts, tierNamed) ?? 'default';
  const latency = firstOf(parts, (part) => textAt(at(part, 'performanceConfig'), 'latency'));
  return {
    serviceTier: TIERS.get(tier) ?? 'standard',
    latencyMode: latency === 'optimized' ? 'optimized' : 'standard',
  };
}

function firstOf(parts: readonly unknown[], read: (part: unknown) => string | null): string | null {
  for (const part of parts) {
    const found = read(part);
    if (found !== null) return found;
  }
  return null;
}

/** Converse writes an object, OpenAI's format and Claude a text. */
function tierNamed(part: unknown): string | null {
  const tier = at(part, 'serviceTier') ?? at(part, 'service_tier');
  const name = typeof tier === 'string' ? tier : textAt(tier, 'type');
  return name !== null && TIERS.has(name) ? name : null;
}
