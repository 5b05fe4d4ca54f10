/** The store as it would be if there were only the calls of some tenants, to read alone. */
import { assert } from '../../shared/assert.ts';
import { NONE, type Dimension } from '../../shared/dimensions.ts';
import { parseFilter, type Filter } from '../../shared/filter.ts';
import { DAY_MS, type Window } from '../../shared/window.ts';
import type {
  InvocationPageRequest,
  SourceState,
  Store,
  StoredInvocation,
} from '../store/store.ts';
import { completeToOf, isBackfilling } from './status.ts';

/** What a scope lets through. */
export interface Scope {
  /** Names of tenants; none is a pattern. */
  readonly tenants: readonly string[];
  /** Alarms and budgets by name: those that tell of these tenants alone, and that in some parts. */
  readonly alarms: ReadonlyMap<string, 'whole' | 'parts'>;
}

const PAGES_MAX = 20;
const TAGGED_CALLS = 200;

/**
 * Narrows a store: the scope is joined to every question by AND, and whatever cannot be narrowed is
 * empty. What is not named here cannot be asked at all.
 */
export function scopedStore(store: Store, { tenants, alarms }: Scope): Store {
  assert(tenants.length > 0, 'an empty scope would be none');
  const within = (filter: Filter): Filter => ({
    terms: [{ dimension: 'tenant', negated: false, values: tenants }, ...filter.terms],
  });
  const tells = (one: { alarm: string; group: Readonly<Record<string, string>> }): boolean =>
    alarms.get(one.alarm) === 'whole' || isOwnPart(one);
  const isOwnPart = (one: Parameters<typeof tells>[0]): boolean =>
    alarms.get(one.alarm) === 'parts' && tenants.includes(one.group['tenant'] ?? '');
  const scoped = new ScopedCalls(store, within);
  const only: Partial<Store> = {
    aggregate: (request) => store.aggregate({ ...request, filter: within(request.filter) }),
    aggregateMetric: () => [], // CloudWatch knows no tenants.
    invocations: (request) => scoped.page(request),
    invocation: (requestId, window) => scoped.invocation(requestId, window, tenants),
    usageTypes: () => store.usageTypes(), // Units of AWS; which rates change when hangs on them.
    values: (dimension, prefix, limit) => scoped.values(dimension, prefix).slice(0, limit),
    tagKeys: () => scoped.tagKeys(),
    overLimit: () => [],
    invocationCount: () => scoped.count(),
    storageUse: () => NO_USE,
    dayChecks: onlyThese<Store['dayChecks']>(NO_CHECKS),
    extent: () => scoped.extent(),
    quarantineCounts: () => [],
    sourceStates: () => [oneState(store.sourceStates())],
    reattribution: () =>
      onlyThese<ReturnType<Store['reattribution']>>({ rulesUsed: () => [], runs: () => [] }),
    metrics: onlyThese<Store['metrics']>({ spend: () => [], revisions: () => [] }),
    notes: onlyThese<Store['notes']>({
      lostSpans: () => [],
      bodyReads: () => [],
      alarmChanges: () => [],
    }),
    // A bill knows accounts, and what it shares out hangs on the usage of all.
    bills: onlyThese<Store['bills']>({ periods: () => [], lines: () => [], days: () => [] }),
    quotas: onlyThese<Store['quotas']>({ looks: () => [], versions: () => [] }), // Of accounts.
    notices: onlyThese<Store['notices']>({ pageAlarms: () => [] }),
    silences: () => [],
    cloudWatchAlarms: () => [],
    resources: () => [],
    bedrockEvents: () => [],
    alarmStates: () => store.alarmStates().filter(tells),
    transitions: (limit) => store.transitions(TRANSITIONS_MAX).filter(tells).slice(0, limit),
  };
  return onlyThese(only);
}

const TRANSITIONS_MAX = 100_000;
/** Which days differ tells of all that was stored. */
const NO_CHECKS: Partial<Store['dayChecks']> = {
  sums: () => ({ days: 0, checkedDays: 0, lastAtMs: null, oldestAtMs: null }),
  differing: () => [],
  file: () => null,
};
const NO_USE = { bytes: 0, bytesPerDay: { rows: 0, minutes: 0, hours: 0, days: 0 } };

/** Whatever else is asked for is a mistake of ours, and leaves as an error instead of as data. */
function onlyThese<Face extends object>(named: Partial<Face>): Face {
  const face = new Proxy(named, {
    get(target, key, receiver) {
      if (!(key in target)) throw new Error(`A scope cannot be put on ${String(key)}.`);
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
  return face as Face; // The guarantee: what is left out throws.
}

/** How fresh the figures are, and nothing of where they come from. */
function oneState(states: readonly SourceState[]): SourceState {
  const completeToMs = completeToOf(states);
  return {
    sourceId: 'logs',
    kind: 'cloudWatchLogs',
    cursor: null,
    completeToMs,
    progress: { done: isBackfilling(states) ? 0 : 1, total: 1, completeToMs },
    updatedAtMs: completeToMs ?? 0,
    error: null,
  };
}

class ScopedCalls {
  readonly #store: Store;
  readonly #within: (filter: Filter) => Filter;

  constructor(store: Store, within: (filter: Filter) => Filter) {
    this.#store = store;
    this.#within = within;
  }

  /**
   * One more than is asked for tells whether there is a next page: a place where reading ended at a
   * limit would be that of somebody else's call.
   */
  page(request: InvocationPageRequest): ReturnType<Store['invocations']> {
    const filter = this.#within(request.filter);
    const found: StoredInvocation[] = [];
    let { before } = request;
    for (let pages = 0; pages < PAGES_MAX && found.length <= request.limit; pages += 1) {
      const limit = request.limit + 1 - found.length;
      const page = this.#store.invocations({ ...request, filter, limit, before });
      found.push(...page.invocations);
      if (page.next === null) break;
      before = page.next;
    }
    const invocations = found.slice(0, request.limit);
    const last = invocations.at(-1);
    return { invocations, next: found.length > request.limit && last ? last.place : null };
  }

  invocation(requestId: string, window: Window, tenants: readonly string[]) {
    const found = this.#store.invocation(requestId, window);
    if (found === null || tenants.includes(found.valueOf('tenant'))) return found;
    // Another tenant's call has the same id, in another account.
    const term = { dimension: 'requestId' as const, negated: false, values: [requestId] };
    const request = { window, filter: { terms: [term] }, limit: 1, before: null };
    const [own = null] = this.page(request).invocations;
    return own?.requestId === requestId ? own : null;
  }

  values(dimension: Dimension, prefix: string): readonly string[] {
    if (!isCounted(dimension)) return [];
    const starts = prefix.toLowerCase();
    const found = this.#cells([dimension]).map(({ group: [value = ''] }) => value);
    const fits = found.filter((one) => one !== NONE && one.toLowerCase().startsWith(starts));
    return [...new Set(fits)].sort();
  }

  tagKeys(): readonly string[] {
    const window = this.extent();
    if (window === null) return [];
    const filter = { terms: [] };
    const { invocations } = this.page({ window, filter, limit: TAGGED_CALLS, before: null });
    return [...new Set(invocations.flatMap(({ tags }) => tags.map(({ key }) => key)))].sort();
  }

  count(): number {
    const counts = this.#cells([]).flatMap(({ statusCounts }) => statusCounts);
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** To the day: when the first and the last call of others were is not told. */
  extent(): Window | null {
    const days = this.#cells([]).map(({ intervalIndex }) => intervalIndex);
    const [firstMs = 0] = this.#days();
    if (days.length === 0) return null;
    const at = (index: number): number => firstMs + index * DAY_MS;
    return { startMs: at(Math.min(...days)), endMs: at(Math.max(...days) + 1) };
  }

  #days(): readonly number[] {
    const whole = this.#store.extent();
    if (whole === null) return [];
    const days: number[] = [];
    const firstMs = Math.floor(whole.startMs / DAY_MS) * DAY_MS;
    for (let at = firstMs; at < whole.endMs + DAY_MS; at += DAY_MS) days.push(at);
    return days;
  }

  #cells(groupBy: readonly Dimension[]) {
    const boundariesMs = this.#days();
    if (boundariesMs.length < 2) return [];
    const need = { latency: false, firstToken: false, usage: false };
    const filter = this.#within({ terms: [] });
    return this.#store.aggregate({ boundariesMs, filter, groupBy, need });
  }
}

/** Single calls would have to be read for these. */
function isCounted(dimension: Dimension): boolean {
  return !['requestId', 'session', 'errorCode', 'inferenceRegion', 'stopReason'].includes(
    dimension,
  );
}

/**
 * Tells whether an alarm or a budget speaks of these tenants alone: its filter names them and no
 * others, or it has a state for each tenant and no filter that could name anybody.
 */
export function tellsOnlyOf(
  rule: { readonly filter: string; readonly groupBy: readonly Dimension[] },
  tenants: readonly string[],
): boolean {
  const filter = parseFilter(rule.filter);
  if (!filter.ok) return false;
  const isOwn = filter.value.terms.map(({ dimension, negated, values }) => {
    return dimension === 'tenant' && !negated && values.every((one) => tenants.includes(one));
  });
  if (isOwn.some(Boolean)) return !filter.value.terms.some(namesOthers(tenants));
  return filter.value.terms.length === 0 && rule.groupBy.includes('tenant');
}

function namesOthers(tenants: readonly string[]) {
  return ({ dimension, values }: Filter['terms'][number]): boolean =>
    dimension.startsWith('tenant') && !values.every((one) => tenants.includes(one));
}
