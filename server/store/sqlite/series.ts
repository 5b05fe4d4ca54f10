/** Series: tuples of the dimensions that rollups carry, with the usage types they consume. */
import {
  NONE,
  UNATTRIBUTED,
  type Dimension,
  type RolledDimension,
  STATUSES,
  type Status,
} from '../../../shared/dimensions.ts';
import type { MeteredInvocation } from '../../meter/metered.ts';
import { parseUsageTypeKey, usageTypeKey, type UsageType } from '../../meter/usage.ts';
import type { Dictionary } from './dictionary.ts';

/** A series as it is kept in memory, ready to be matched and grouped. */
export interface Series {
  readonly id: number;
  /** False for the reduced series of minute rollups, which do not tell some dimensions apart. */
  readonly isFull: boolean;
  readonly statusIndex: number;
  readonly isUnattributed: boolean;
  readonly types: readonly UsageType[];
  readonly valueOf: (dimension: Dimension) => string;
  /** Tells whether this dimension was told apart when the series was written. */
  readonly knows: (dimension: Dimension) => boolean;
}

/** Dimensions that minute rollups leave out: they would make as many cells as invocations. */
export const MINUTE_OMITS: ReadonlySet<RolledDimension> = new Set([
  'principal',
  'profile',
  'operation',
]);

const KEY_DIMENSIONS = [
  'account',
  'region',
  'model',
  'profile',
  'operation',
  'principal',
  'routing',
  'tier',
  'status',
  'tenant',
] as const satisfies readonly RolledDimension[];

type KeyDimension = (typeof KEY_DIMENSIONS)[number];
/** What a series key holds: kind, the key dimensions in order, promoted tags, usage set id. */
type SeriesKey = readonly ['full' | 'minute', readonly string[], readonly string[], number];

function dimensionsOf(metered: MeteredInvocation): Record<KeyDimension, string> {
  const { invocation, attribution, model } = metered;
  return {
    account: invocation.accountId,
    region: invocation.region,
    model,
    profile: invocation.modelReference.profile ?? NONE,
    operation: invocation.operation,
    principal: invocation.principal.arn === '' ? NONE : invocation.principal.arn,
    routing: metered.routing,
    tier: invocation.serviceTier,
    status: invocation.status,
    tenant: attribution.tenant,
  };
}

/** Key of the series that an invocation belongs to, by all its dimensions. */
export function seriesKey(
  metered: MeteredInvocation,
  usageSetId: number,
  promotedTags: readonly string[],
): string {
  const dimensions = dimensionsOf(metered);
  const values = KEY_DIMENSIONS.map((name) => dimensions[name]);
  const tags = new Map(metered.attribution.tags.map((tag) => [tag.key, tag.value]));
  const promoted = promotedTags.flatMap((key) => [key, tags.get(key) ?? NONE]);
  const full: SeriesKey = ['full', values, promoted, usageSetId];
  return JSON.stringify(full);
}

/** Key of the reduced series that minute rollups count a full series under. */
export function minuteKey(fullKey: string): string {
  const { values, usageSetId } = parseSeriesKey(fullKey);
  const reduced = KEY_DIMENSIONS.map((name, index) =>
    MINUTE_OMITS.has(name) ? '' : (values[index] ?? ''),
  );
  const minute: SeriesKey = ['minute', reduced, [], usageSetId];
  return JSON.stringify(minute);
}

/** What a series key holds; the values stand in the order of KEY_DIMENSIONS. */
export function parseSeriesKey(key: string): {
  readonly kind: SeriesKey[0];
  readonly values: readonly string[];
  readonly promoted: readonly string[];
  readonly usageSetId: number;
} {
  // The guarantee: only seriesKey and minuteKey write this column.
  const [kind, values, promoted, usageSetId] = JSON.parse(key) as SeriesKey;
  return { kind, values, promoted, usageSetId };
}

/** Place of a dimension among the values of a series key. */
export function indexInKey(dimension: KeyDimension): number {
  return KEY_DIMENSIONS.indexOf(dimension);
}

/** Key of the set of usage types that a metered invocation consumes, in the order of its lines. */
export function usageSetKey(metered: MeteredInvocation): string {
  return metered.usage.map((line) => usageTypeKey(line.type)).join('\n');
}

/** All series and usage sets in memory, read once and then only what is new. */
export class SeriesIndex {
  readonly #dictionary: Dictionary;
  readonly #usageSets: Dictionary;
  readonly #series: (Series | undefined)[] = [];
  readonly #typesBySet = new Map<number, readonly UsageType[]>();
  #lastId = 0;

  constructor(dictionary: Dictionary, usageSets: Dictionary) {
    this.#dictionary = dictionary;
    this.#usageSets = usageSets;
  }

  /** Series by id; the array is sparse and grows at the end only. */
  current(): readonly (Series | undefined)[] {
    for (const { id, key } of this.#dictionary.after(this.#lastId)) {
      this.#series[id] = this.#parse(id, key);
      this.#lastId = id;
    }
    return this.#series;
  }

  /** Drops what was read inside a transaction that was rolled back. */
  forget(): void {
    this.#series.length = 0;
    this.#typesBySet.clear();
    this.#lastId = 0;
  }

  #parse(id: number, key: string): Series {
    const { kind, values, promoted, usageSetId } = parseSeriesKey(key);
    const byName = new Map<string, string>(
      KEY_DIMENSIONS.map((name, i) => [name, values[i] ?? '']),
    );
    byName.set('provider', providerOf(byName.get('model') ?? ''));
    for (let i = 0; i < promoted.length; i += 2)
      byName.set(`tag.${promoted[i]}`, promoted[i + 1] ?? '');
    return {
      id,
      isFull: kind === 'full',
      statusIndex: STATUSES.indexOf(byName.get('status') as Status), // Written from a Status.
      isUnattributed: byName.get('tenant') === UNATTRIBUTED,
      types: this.#typesOf(usageSetId),
      valueOf: (dimension) => byName.get(dimension) ?? NONE,
      knows: (dimension) => byName.has(dimension),
    };
  }

  #typesOf(usageSetId: number): readonly UsageType[] {
    const known = this.#typesBySet.get(usageSetId);
    if (known) return known;
    const key = this.#usageSets.keyOf(usageSetId);
    const types = key === '' ? [] : key.split('\n').map(parseUsageTypeKey);
    this.#typesBySet.set(usageSetId, types);
    return types;
  }
}

/** Maker of a model: the part of its id before the first dot. */
export function providerOf(model: string): string {
  const dot = model.indexOf('.');
  return dot > 0 && !model.startsWith('arn:') ? model.slice(0, dot) : NONE;
}
