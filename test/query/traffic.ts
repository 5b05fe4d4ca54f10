/** Random invocations for property tests, and their figures worked out the plain way. */
import fc from 'fast-check';
import type { MeteredInvocation } from '../../server/meter/metered.ts';
import { STATUSES, UNATTRIBUTED, type Dimension } from '../../shared/dimensions.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import { DAY_MS } from '../../shared/window.ts';
import { T0_MS, metered, requestId, usageLines } from '../support/metered.ts';
import { CHANGE_MS } from './ask.ts';

const TENANTS = ['acme', 'globex', UNATTRIBUTED, '__proto__', 'a|b"c\\'] as const;
const MODELS = ['amazon.nova-micro', 'amazon.nova-half', 'acme.mystery'] as const;
const FEATURES = [null, 'search', 'chat', ''] as const;
const SESSIONS = [null, 'batch-1', 'batch-2'] as const;

const call = fc.record({
  afterMs: fc.integer({ min: 0, max: 3 * DAY_MS }),
  tenant: fc.constantFrom(...TENANTS),
  model: fc.constantFrom(...MODELS),
  feature: fc.constantFrom(...FEATURES),
  session: fc.constantFrom(...SESSIONS),
  status: fc.constantFrom(...STATUSES),
  latencyMs: fc.option(fc.integer({ min: 0, max: 600_000 })),
  input: fc.integer({ min: 1, max: 2_000_000 }),
  output: fc.integer({ min: 1, max: 2_000_000 }),
  isMetered: fc.boolean(),
});

/** Up to 40 calls over three days around the change of price. */
export const traffic: fc.Arbitrary<readonly MeteredInvocation[]> = fc
  .array(call, { minLength: 1, maxLength: 40 })
  .map((calls) =>
    calls.map((one, index) => {
      const { tenant, model, feature, session, status, latencyMs } = one;
      const principal = { arn: `arn:${tenant}`, kind: 'role', name: tenant, session } as const;
      const tags =
        feature === null ? [] : [{ key: 'feature', value: feature, source: 'metadata' as const }];
      return metered({
        invocation: {
          requestId: requestId(index),
          timestampMs: T0_MS + one.afterMs,
          principal,
          status,
          latencyMs,
        },
        attribution: { tenant, tags },
        model,
        usage: one.isMetered ? usageLines(one.input, one.output, model) : [],
      });
    }),
  );

/** Atto-dollars for one token by the prices of HAND_BOOK; null without a price. */
function attoUsdPerToken(model: string, dimension: string, atMs: number): bigint | null {
  const usdPerMillion = 1_000_000_000_000n;
  const isInput = dimension === 'input_tokens';
  if (model === 'amazon.nova-half') return isInput ? 2n * usdPerMillion : null;
  if (model !== 'amazon.nova-micro') return null;
  if (!isInput) return 10n * usdPerMillion;
  return (atMs < CHANGE_MS ? 1n : 3n) * usdPerMillion;
}

export interface Figures {
  cost: bigint;
  hasPrice: boolean;
  counts: Map<MetricKey, number>;
  readonly latenciesMs: number[];
}

const COUNT_KEYS = [
  'invocations',
  'acceptedInvocations',
  'errors',
  'clientErrors',
  'serverErrors',
  'throttles',
  'guardrailBlocks',
  'inputTokens',
  'outputTokens',
  'unattributedInvocations',
  'unpricedInvocations',
] as const satisfies readonly MetricKey[];
export const COUNTS: readonly MetricKey[] = COUNT_KEYS;

/** Adds up calls one by one. */
export function figuresOf(rows: readonly MeteredInvocation[]): Figures {
  const figures: Figures = { cost: 0n, hasPrice: false, counts: new Map(), latenciesMs: [] };
  for (const key of COUNTS) figures.counts.set(key, 0);
  for (const row of rows) addRow(figures, row);
  figures.latenciesMs.sort((a, b) => a - b);
  return figures;
}

function addRow(figures: Figures, row: MeteredInvocation): void {
  const add = (key: MetricKey, by: number | boolean): void => {
    figures.counts.set(key, (figures.counts.get(key) ?? 0) + Number(by));
  };
  const { status, timestampMs, latencyMs } = row.invocation;
  add('invocations', 1);
  add('acceptedInvocations', status !== 'throttled');
  add('errors', status === 'clientError' || status === 'serverError');
  add('clientErrors', status === 'clientError');
  add('serverErrors', status === 'serverError');
  add('throttles', status === 'throttled');
  add('guardrailBlocks', status === 'guardrailBlocked');
  add('unattributedInvocations', row.attribution.tenant === UNATTRIBUTED);
  let isUnpriced = false;
  for (const { type, quantity } of row.usage) {
    add(type.dimension === 'input_tokens' ? 'inputTokens' : 'outputTokens', quantity);
    const rate = attoUsdPerToken(row.model, type.dimension, timestampMs);
    if (rate === null) isUnpriced = true;
    else figures.hasPrice = true;
    figures.cost += (rate ?? 0n) * BigInt(quantity);
  }
  add('unpricedInvocations', isUnpriced);
  if (latencyMs !== null) figures.latenciesMs.push(latencyMs);
}

/** The value of a dimension as a person would read it off the call. */
export function dimensionValue(row: MeteredInvocation, dimension: Dimension): string {
  switch (dimension) {
    case 'tenant':
      return row.attribution.tenant;
    case 'model':
      return row.model;
    case 'status':
      return row.invocation.status;
    case 'principal':
      return row.invocation.principal.arn;
    case 'session':
      return row.invocation.principal.session ?? '(none)';
    case 'tag.feature':
      return row.attribution.tags[0]?.value ?? '(none)';
    default:
      throw new Error(`The tests do not group by ${dimension}.`);
  }
}
