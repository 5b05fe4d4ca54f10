/** How long attribution of distinct principals takes, beside JSON.parse of their records. */
import { attributeInvocation } from '../../server/attribute/attribute-invocation.ts';
import { parseAttributionRule } from '../../server/attribute/attribution-rule.ts';
import { createRuleSet, type RuleSet } from '../../server/attribute/rule-set.ts';
import { parseRecords } from '../../server/record/parse-records.ts';
import { skimRecord } from '../../server/record/skim-records.ts';
import type { Invocation } from '../../server/record/invocation.ts';
import { UNATTRIBUTED } from '../../shared/dimensions.ts';
import type { BenchRun } from './main.ts';

export interface AttributeSpans {
  readonly calls: number;
  readonly bytesPerCall: number;
  readonly jsonMs: number;
  readonly attributeMs: number;
  readonly heapMbMax: number;
  readonly callsByTenant: ReadonlyMap<string, number>;
}

/** How long question and answer are, in sentences. */
interface BenchSize {
  readonly asks: number;
  readonly answers: number;
}

/** About 8 kB, the mean of calls whose bodies are logged. */
const LONG: BenchSize = { asks: 110, answers: 90 };
/** About 1.2 kB, as from calls of a few words: what JSON.parse is quickest at. */
export const SHORT: BenchSize = { asks: 4, answers: 8 };

const TEAMS = 100;
/** Few, as ingestion attributes each call right after it has read it. */
const CALLS_PER_ROUND = 100;
const AT_MS = Date.UTC(2026, 10, 2);

/** Two hundred rules as a large company has them: roles, sessions, metadata, paths, accounts. */
export function benchRules(): RuleSet {
  const texts = Array.from({ length: TEAMS / 2 }, (_, team) => [
    {
      name: `app ${team}`,
      when: { role: `app-${team}-(prod|stage)-[0-9]+` },
      tenant: `app-${team}`,
    },
    {
      name: `job ${team}`,
      when: { role: 'batch', session: `job-${team}-.*` },
      tenant: `job-${team}`,
    },
    { name: `meta ${team}`, when: { 'metadata.team': `team-${team}` }, tenant: `meta-${team}` },
    {
      name: `staff ${team}`,
      when: { role: `AWSReservedSSO_team-${team}_[0-9a-f]+`, session: '(.+)@example\\.com' },
      tenant: `staff-${team}`,
      tags: { person: '$1' },
    },
  ]).flat();
  const rules = texts.map((text) => {
    const rule = parseAttributionRule(text);
    if (!rule.ok) throw new Error(rule.problem.message);
    return rule.value;
  });
  return createRuleSet(rules, 'bench');
}

/** A short chat by a principal that no other has: accounts have few roles and many sessions. */
export function benchRecord(index: number, size: BenchSize): string {
  const team = index % (TEAMS / 2);
  const roles = [
    `app-${team}-prod-${index % 20}/i-0${index}`,
    `batch/job-${team}-${index}`,
    `AWSReservedSSO_team-${team}_0123456789abcdef/person-${index}@example.com`,
    `nobody-${index % 20}/session-${index}`,
  ];
  const text = `Question ${index}: what is the state of this order? `.repeat(size.asks);
  return JSON.stringify({
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    timestamp: '2026-11-01T10:15:30Z',
    accountId: '111122223333',
    region: 'us-east-1',
    requestId: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    operation: 'Converse',
    modelId: 'amazon.nova-micro-v1:0',
    identity: { arn: `arn:aws:sts::111122223333:assumed-role/${roles[index % roles.length]}` },
    requestMetadata: { feature: 'search', environment: 'production', release: `r-${index % 50}` },
    input: {
      inputContentType: 'application/json',
      inputBodyJson: {
        messages: [{ role: 'user', content: [{ text }] }],
        inferenceConfig: { maxTokens: 512, temperature: 0.2 },
      },
      inputTokenCount: 600 + (index % 100),
    },
    output: {
      outputContentType: 'application/json',
      outputBodyJson: {
        output: {
          message: {
            role: 'assistant',
            content: [{ text: 'It is on its way. '.repeat(size.answers) }],
          },
        },
        stopReason: 'end_turn',
        metrics: { latencyMs: 812 },
        usage: { inputTokens: 600, outputTokens: 250, totalTokens: 850 },
      },
      outputTokenCount: 250,
    },
  });
}

/** Goes through so many calls in rounds, each of principals that were never seen before. */
export function attributePrincipals(calls: number, size: BenchSize): AttributeSpans {
  const rules = benchRules();
  const spans = { jsonMs: 0, attributeMs: 0, heapMbMax: 0 };
  const callsByTenant = new Map<string, number>();
  let bytes = 0;
  for (let start = 0; start < calls; start += CALLS_PER_ROUND) {
    const count = Math.min(CALLS_PER_ROUND, calls - start);
    const texts = Array.from({ length: count }, (_, index) => benchRecord(start + index, size));
    bytes += texts.reduce((sum, text) => sum + text.length, 0);
    const invocations = texts.flatMap(invocationsOf);
    spans.jsonMs += timeMs(() => texts.forEach((text) => void JSON.parse(text)));
    const found: string[] = [];
    spans.attributeMs += timeMs(() => {
      for (const invocation of invocations) found.push(tenantOf(invocation, rules));
    });
    for (const tenant of found) callsByTenant.set(tenant, (callsByTenant.get(tenant) ?? 0) + 1);
    spans.heapMbMax = Math.max(spans.heapMbMax, process.memoryUsage().heapUsed / 1e6);
  }
  return { calls, bytesPerCall: bytes / calls, ...spans, callsByTenant };
}

function tenantOf(invocation: Invocation, rules: RuleSet): string {
  const input = { invocation, model: 'amazon.nova-micro', profile: null, principalTags: null };
  return attributeInvocation(input, rules).tenant;
}

/** As ingestion reads them. */
function invocationsOf(text: string): readonly Invocation[] {
  const bytes = Buffer.from(`${text}\n`);
  const skimmed = skimRecord(bytes, { start: 0, end: bytes.length - 1 }, AT_MS);
  if (skimmed) return [skimmed];
  const found = parseRecords({ text, sourceAtMs: null }, AT_MS);
  return found.flatMap((one) => (one.ok ? [one.value] : []));
}

function timeMs(work: () => unknown): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}

export async function benchAttribute({ size, say }: BenchRun): Promise<void> {
  for (const bodies of [LONG, SHORT]) {
    const found = attributePrincipals(size ?? 1_000_000, bodies);
    const nobody = found.callsByTenant.get(UNATTRIBUTED) ?? 0;
    const perCallUs = (ms: number): string => ((ms * 1000) / found.calls).toFixed(2);
    say(
      `${found.calls} calls of ${found.bytesPerCall.toFixed(0)} bytes of JSON, each by another ` +
        `principal, through ${benchRules().rules.length} rules: ` +
        `${found.callsByTenant.size} tenants, ${nobody} calls unattributed.`,
    );
    say(`  JSON.parse: ${found.jsonMs.toFixed(0)} ms, ${perCallUs(found.jsonMs)} us a call.`);
    say(
      `  Attribution: ${found.attributeMs.toFixed(0)} ms, ${perCallUs(found.attributeMs)} us ` +
        `a call, ${(found.attributeMs / found.jsonMs).toFixed(3)} of JSON.parse.`,
    );
    say(`  Heap: ${found.heapMbMax.toFixed(0)} MB at the most.`);
  }
}
