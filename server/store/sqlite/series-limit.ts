/** Keeps the series of a day within a limit: what is past it tells fewer dimensions apart. */
import { OTHER } from '../../../shared/dimensions.ts';
import { DAY_MS } from '../../../shared/window.ts';
import type { SeriesDimension } from '../row-texts.ts';
import { indexInKey, seriesKey } from './series.ts';

/** Rollups grow with series, not with calls; a large account of many tenants has some thousand. */
export const SERIES_OF_DAY_MAX = 20_000;

/** Whatever tells most series apart goes first; who pays goes last, after as many again. */
export const CAPPED_DIMENSIONS = ['principal', 'profile', 'rule'] as const;

/** Days whose series are remembered; others are read again from what is stored. */
const DAYS_MAX = 4;

/** What a series is told apart by. */
export interface SeriesParts {
  readonly values: readonly string[];
  /** Keys and values of promoted tags in turn. */
  readonly promoted: readonly string[];
  readonly usageSetId: number;
}

export class SeriesLimit {
  readonly #seriesMax: number;
  readonly #keysOfDay: (dayMs: number) => Iterable<string>;
  readonly #days = new Map<number, Set<string>>();

  /** @param keysOfDay keys of the series that a day has in the store. */
  constructor(seriesMax: number, keysOfDay: (dayMs: number) => Iterable<string>) {
    this.#seriesMax = seriesMax;
    this.#keysOfDay = keysOfDay;
  }

  /** Key of the series that calls of this kind count under at this time. */
  keyAt(atMs: number, { values, promoted, usageSetId }: SeriesParts): string {
    const known = this.#keysAt(Math.floor(atMs / DAY_MS) * DAY_MS);
    const full = seriesKey(values, promoted, usageSetId);
    if (admits(known, full, this.#seriesMax)) return full;
    const capped = withOther(values, CAPPED_DIMENSIONS);
    const tags = promoted.map((one, index) => (index % 2 === 0 ? one : OTHER));
    const byTenant = seriesKey(capped, tags, usageSetId);
    if (admits(known, byTenant, 2 * this.#seriesMax)) return byTenant;
    return seriesKey(withOther(capped, ['tenant']), tags, usageSetId);
  }

  /** Forgets what a transaction that failed has added. */
  forget(): void {
    this.#days.clear();
  }

  #keysAt(dayMs: number): Set<string> {
    const known = this.#days.get(dayMs);
    if (known) return known;
    if (this.#days.size >= DAYS_MAX) this.#days.clear();
    const keys = new Set(this.#keysOfDay(dayMs));
    this.#days.set(dayMs, keys);
    return keys;
  }
}

function admits(known: Set<string>, key: string, max: number): boolean {
  if (known.has(key)) return true;
  if (known.size >= max) return false;
  known.add(key);
  return true;
}

function withOther(values: readonly string[], names: readonly SeriesDimension[]): string[] {
  const indexes = new Set(names.map(indexInKey));
  return values.map((value, index) => (indexes.has(index) ? OTHER : value));
}
