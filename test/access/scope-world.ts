/** Two worlds that differ by the data of others alone, for tests of what a scope tells. */
import fc from 'fast-check';
import { newAlarmState, type AlarmTransition } from '../../server/alarm/evaluate-alarm.ts';
import type { MeteredInvocation } from '../../server/meter/metered.ts';
import { chargeType, withShare, type SharedCharge } from '../../server/meter/charge.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import type { AppParts } from '../../server/api/create-app.ts';
import { STATUSES } from '../../shared/dimensions.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { budgetOf } from '../alarm/budget-of.ts';
import { ruleOf } from '../alarm/tape.ts';
import { call, point } from '../query/ask.ts';
import { batch, T0_MS, usageLines } from '../support/metered.ts';

export const CALLS_MAX = 30;
export const OWN = 'acme';
export const OTHERS = ['globex', 'acme2', 'Acme', 'Unattributed', '(none)', '', 'default', '0'];
const ACCOUNTS = ['111122223333', '444455556666', '777788889999'] as const;
const REGIONS = ['us-east-1', 'eu-west-1', 'ap-south-1'] as const;

const drawnCall = fc.record({
  tenant: fc.oneof(fc.constant(OWN), fc.constantFrom(...OTHERS)),
  afterMs: fc.nat(3 * DAY_MS),
  account: fc.constantFrom(...ACCOUNTS),
  region: fc.constantFrom(...REGIONS),
  /** Models, callers and tags that all have in common, or that tell whose they are. */
  isShared: fc.boolean(),
  status: fc.constantFrom(...STATUSES),
  latencyMs: fc.option(fc.integer({ min: 1, max: 60_000 })),
  tokens: fc.nat(1_000_000),
  isTwin: fc.boolean(),
});
export type DrawnCall = typeof drawnCall extends fc.Arbitrary<infer Call> ? Call : never;

/** Calls in the order in which they come in, those of all tenants through one another. */
export const drawnCalls: fc.Arbitrary<readonly DrawnCall[]> = fc.array(drawnCall, {
  minLength: 1,
  maxLength: CALLS_MAX,
});

/** A call as it is stored; a twin has the id of the one before it, in another place. */
function invocationOf(drawn: DrawnCall, index: number): MeteredInvocation {
  const { tenant, isShared, status, latencyMs, tokens, account, region } = drawn;
  const whose = isShared ? 'all' : tenant;
  const model = isShared ? 'amazon.nova-micro' : `model-of.${tenant}`;
  const name = `role-of-${whose}`;
  const arn = `arn:aws:iam::${account}:role/${name}`;
  const tags = ['feature', `tag-of-${whose}`].map((key) => {
    return { key, value: `${whose}-tag`, source: 'metadata' as const };
  });
  return call(drawn.isTwin ? index - 1 : index, drawn.afterMs, {
    model,
    usage: usageLines(tokens, tokens % 1_000, model),
    attribution: { tenant, rule: tenant === 'Unattributed' ? null : `by ${whose}`, tags },
    invocation: {
      accountId: account,
      region,
      status,
      latencyMs,
      errorCode: status === 'clientError' ? `Error-of-${whose}` : null,
      principal: { arn, kind: 'role', name, session: `session-of-${whose}` },
      modelId: `${model}-v1:0`,
      modelReference: { model, kind: 'foundation', routing: 'regional', profile: `p-${whose}` },
    },
  });
}

/** A store of all, and one that holds what one tenant would have left alone. */
export function worldsOf(drawn: readonly DrawnCall[]): readonly [all: Store, alone: Store] {
  const rows = drawn.map(invocationOf);
  const isOwn = ({ attribution }: MeteredInvocation): boolean => attribution.tenant === OWN;
  return [withOthers(storeOf(rows)), withOwn(storeOf(rows.filter(isOwn)))];
}

function storeOf(rows: readonly MeteredInvocation[]): Store {
  const store = openSqliteStore({ path: ':memory:', promotedTags: ['feature'] });
  const progress = { completeToMs: T0_MS + 3 * DAY_MS, done: 1, total: 1 };
  // One by one, so that numbers of the store's own are given in the order of arrival.
  for (const row of rows) store.ingest(batch([row], { progress }));
  store.ingest(batch([], { progress }));
  while (store.prepareReading(T0_MS + 2 * DAY_MS));
  return store;
}

export const RULES: Pick<AppParts, 'alarms' | 'budgets' | 'composites'> = {
  alarms: [
    ruleOf({ name: 'storm of acme', filter: 'tenant=acme' }),
    ruleOf({ name: 'each', groupBy: ['tenant'] }),
    ruleOf({ name: 'each model', groupBy: ['tenant', 'model'] }),
    ruleOf({ name: 'storm of globex', filter: 'tenant=globex' }),
    ruleOf({ name: 'not globex', groupBy: ['tenant'], filter: 'tenant!=globex' }),
    ruleOf({ name: 'all', filter: '' }),
  ],
  budgets: [
    budgetOf({ name: 'acme', filter: 'tenant=acme' }),
    budgetOf({ name: 'globex', filter: 'tenant=globex' }),
    budgetOf({ name: 'by tenant', groupBy: ['tenant'], amounts: { acme: '5', globex: '7' } }),
    budgetOf({ name: 'whole' }),
  ],
  composites: [],
};

const PARTED = ['each', 'each model', 'not globex', 'by tenant'];

/** @param whose alarms that are not told by tenant, with whom they are about. */
function saveStates(
  store: Store,
  tenants: readonly string[],
  whose: readonly (readonly [alarm: string, whose: string])[],
): void {
  const state = { ...newAlarmState(T0_MS), state: 'ALARM' as const, lastValue: '1' };
  const all = [
    ...tenants.flatMap((tenant) => PARTED.map((alarm) => ({ alarm, tenant, of: tenant }))),
    ...whose.map(([alarm, of]) => ({ alarm, tenant: null, of })),
  ].map(({ alarm, tenant, of }, index) => {
    const group: Readonly<Record<string, string>> = tenant === null ? {} : { tenant };
    return { alarm, group, state, transition: transitionOf(of, index), of };
  });
  const inOrder = [...all.filter(({ of }) => of === OWN), ...all.filter(({ of }) => of !== OWN)];
  const states = all.map(({ alarm, group }) => ({ alarm, group, state }));
  const transitions = inOrder.map(({ alarm, group, transition }) => ({ alarm, group, transition }));
  store.saveAlarmPass(states, transitions, []);
}

function transitionOf(whose: string, index: number): AlarmTransition {
  return {
    from: 'OK',
    to: 'ALARM',
    notice: null,
    reason: `by ${whose}`,
    occurredAtMs: T0_MS + (whose === OWN ? 0 : index),
    openedAtMs: T0_MS,
    sequence: 1,
    value: null,
    window: { startMs: T0_MS, endMs: T0_MS + HOUR_MS },
    completeToMs: null,
    points: [],
  };
}

const factOf = (tenant: string) => {
  const nobody = { name: null, budgetOwner: null, contact: null };
  return { tenant, parent: `unit-of-${tenant}`, owner: `owner-of-${tenant}`, ...nobody };
};

function chargeOf(tenant: string): SharedCharge {
  const place = { model: `model-of.${tenant}`, region: 'us-east-1' };
  return {
    hourMs: T0_MS,
    account: ACCOUNTS[0],
    region: place.region,
    resource: `capacity-of-${tenant}`,
    operation: 'ProvisionedThroughput',
    type: withShare(chargeType(place, 'model_unit_hours'), 'allocated'),
    quantity: 1_000_000,
    tenant,
  };
}

const CHARGED = { startMs: T0_MS, endMs: T0_MS + DAY_MS };
const OWN_ALARMS = [
  ['storm of acme', OWN],
  ['acme', OWN],
] as const;

function withOwn(store: Store): Store {
  saveStates(store, [OWN], OWN_ALARMS);
  store.replaceCharges(CHARGED, [chargeOf(OWN)]);
  store.tenants.replace([factOf(OWN)]);
  return store;
}

/** Whatever else others leave behind. */
function withOthers(store: Store): Store {
  const whole = ['storm of globex', 'globex', 'all', 'whole', 'of the page'];
  const others = whole.map((alarm) => [alarm, 'globex'] as const);
  saveStates(store, [OWN, ...OTHERS], [...OWN_ALARMS, ...others]);
  store.replaceCharges(CHARGED, [OWN, 'globex', 'acme2', '(idle)'].map(chargeOf));
  store.tenants.replace([OWN, 'globex', 'acme2'].map(factOf));
  const problem = { origin: 's3://globex', code: 'unreadable', path: 'globex' } as const;
  const progress = { completeToMs: T0_MS + 3 * DAY_MS, done: 1, total: 1 };
  store.ingest(batch([], { progress, quarantined: [problem] }));
  store.saveMetricPoints([point({ model: 'model-of.globex', value: 99 })]);
  store.access.addAudit({ atMs: 0, who: 'globex', action: 'views', subject: 'x', detail: '' });
  store.savedViews.save({ name: 'globex', search: '?view=spend', savedAtMs: 0 });
  return store;
}
