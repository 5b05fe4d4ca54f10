/** Takes identities out of rows before they are written: the one place that all of them pass. */
import { createHmac } from 'node:crypto';
import { DROPPED, HASHED, isProtected, type PrivacyMode } from '../../shared/privacy.ts';
import { NONE } from '../../shared/dimensions.ts';
import type { RowBlock } from './row-block.ts';
import { SERIES_DIMENSIONS, type BlockSeries, type RowDetail, type RowTags } from './row-texts.ts';

export interface Privacy {
  /** Callers, names of their sessions, and the values of their tags. */
  readonly identities: PrivacyMode;
  /** Values of the tags that requests carry. */
  readonly metadata: PrivacyMode;
  /** Keys of tags whose values stay as they are. */
  readonly keepTags: readonly string[];
  /** Of this installation; lies beside the database and never in it. */
  readonly key: string;
}

export const KEEP_ALL: Privacy = { identities: 'keep', metadata: 'keep', keepTags: [], key: '' };

const PRINCIPAL = SERIES_DIMENSIONS.indexOf('principal');
const SESSION = 1;
/** Half of SHA-256 in hex: too many for two callers to share one. */
const HASH_CHARS = 32;
/** Callers choose the values. */
const KNOWN_MAX = 50_000;

/** Hides values by a mode, and remembers what it made of them. */
export class IdentityGuard {
  readonly #privacy: Privacy;
  readonly #kept: ReadonlySet<string>;
  readonly #hashes = new Map<string, string>();

  constructor(privacy: Privacy) {
    this.#privacy = privacy;
    this.#kept = new Set(privacy.keepTags);
  }

  /** True when what is known of IAM roles and users may be written down. */
  get keepsIdentities(): boolean {
    return this.#privacy.identities === 'keep';
  }

  /** The block as it may be stored; rules have seen the original. */
  block(block: RowBlock): RowBlock {
    const { identities, metadata } = this.#privacy;
    if (identities === 'keep' && metadata === 'keep') return block;
    return {
      ...block,
      series: block.series.map((one) => this.#series(one)),
      details: block.details.map((one) => this.#detail(one)),
      tagSets: block.tagSets.map((one) => this.#tags(one)),
    };
  }

  #series(series: BlockSeries): BlockSeries {
    const caller = series.values[PRINCIPAL] ?? NONE;
    if (caller === NONE) return series;
    const hidden = this.#hide(caller, 'caller', this.#privacy.identities);
    return { ...series, values: series.values.with(PRINCIPAL, hidden) };
  }

  #detail(detail: RowDetail): RowDetail {
    const session = detail[SESSION];
    if (session === null) return detail;
    const [errorCode, , ...rest] = detail;
    return [errorCode, this.#hide(session, 'session', this.#privacy.identities), ...rest];
  }

  #tags(tags: RowTags): RowTags {
    return tags.map(([key, value, source]) => {
      if (this.#kept.has(key)) return [key, value, source];
      if (source === 'principal') {
        return [key, this.#hide(value, `tag ${key}`, this.#privacy.identities), source];
      }
      if (source !== 'metadata') return [key, value, source];
      return [key, this.#hide(value, `tag ${key}`, this.#privacy.metadata), source];
    });
  }

  /** @param kind tells apart what is told apart: one text as caller and as tag are two. */
  #hide(value: string, kind: string, mode: PrivacyMode): string {
    if (mode === 'keep') return value;
    if (mode === 'drop') return DROPPED;
    const text = `${kind}\n${value}`;
    const known = this.#hashes.get(text);
    if (known !== undefined) return known;
    if (this.#hashes.size >= KNOWN_MAX) this.#hashes.clear();
    const hash = createHmac('sha256', this.#privacy.key).update(text).digest('hex');
    const hidden = HASHED + hash.slice(0, HASH_CHARS);
    this.#hashes.set(text, hidden);
    return hidden;
  }
}

/** What proves a key without telling it. */
export function checkOfKey(key: string): string {
  return createHmac('sha256', key).update('the key of identities').digest('hex');
}

/** Whether something of a stored call is not what rules saw when it came. */
export function hasProtected(call: {
  readonly valueOf: (dimension: 'principal') => string;
  readonly tags: readonly { readonly value: string }[];
}): boolean {
  return isProtected(call.valueOf('principal')) || call.tags.some((tag) => isProtected(tag.value));
}
