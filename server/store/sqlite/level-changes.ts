/** What a batch does to the rollups of all levels: gathered in memory, written once a cell. */
import { RollupLog, type EncodedCell, type RollupEntry } from '../../rollup/rollup-log.ts';
import type { Dictionaries } from './dictionaries.ts';
import type { Dictionary } from './dictionary.ts';
import { BUCKET_MS, LEVELS, type Level, type RollupTable } from './rollup-table.ts';
import type { RowChanges } from './row-writer.ts';
import { minuteKey } from './series.ts';

/** Where calls are noted; used again for the next batch. */
export interface ChangeLogs {
  readonly added: RollupLog;
  readonly removed: RollupLog;
}

export function changeLogs(): ChangeLogs {
  return { added: new RollupLog(), removed: new RollupLog() };
}

export class LevelChanges implements RowChanges {
  readonly #series: Dictionary;
  readonly #added: RollupLog;
  readonly #removed: RollupLog;
  readonly #minutesFromMs: number;
  readonly #minuteIds = new Map<number, number>();

  /** @param minutesFromMs minutes before are past their retention, and not worth writing. */
  constructor({ series }: Dictionaries, minutesFromMs: number, logs = changeLogs()) {
    this.#series = series;
    this.#minutesFromMs = minutesFromMs;
    this.#added = logs.added;
    this.#removed = logs.removed;
    this.#added.clear();
    this.#removed.clear();
  }

  /** New calls, less those that others took the place of. */
  get invocations(): number {
    return this.#added.count - this.#removed.count;
  }

  /** Lines of usage that they have. */
  get usageLines(): number {
    return this.#added.quantityCount - this.#removed.quantityCount;
  }

  added(entry: RollupEntry): void {
    this.#added.add(entry);
  }

  removed(entry: RollupEntry): void {
    this.#removed.add(entry);
  }

  /** Adds to the tables, then takes away: what is taken away is there by then. */
  saveIn(tables: Readonly<Record<Level, RollupTable>>): void {
    for (const level of LEVELS) {
      tables[level].add(this.#cellsOf(this.#added, level));
      tables[level].subtract(this.#cellsOf(this.#removed, level));
    }
  }

  #cellsOf(log: RollupLog, level: Level): readonly EncodedCell[] {
    const bucketMs = BUCKET_MS[level];
    if (level !== 'minute') return log.cells({ bucketMs });
    const seriesOf = (seriesId: number): number => this.#minuteId(seriesId);
    return log.cells({ bucketMs, fromMs: this.#minutesFromMs, seriesOf });
  }

  #minuteId(seriesId: number): number {
    const known = this.#minuteIds.get(seriesId);
    if (known !== undefined) return known;
    const id = this.#series.idOf(minuteKey(this.#series.keyOf(seriesId)));
    this.#minuteIds.set(seriesId, id);
    return id;
  }
}
