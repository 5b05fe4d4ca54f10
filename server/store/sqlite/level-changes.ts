/** What a batch does to the rollups of all levels: gathered in memory, written once a cell. */
import { RollupCells, type RollupEntry } from '../../rollup/rollup.ts';
import type { Dictionaries } from './dictionaries.ts';
import type { Dictionary } from './dictionary.ts';
import { BUCKET_MS, type Level, type RollupTable } from './rollup-table.ts';
import type { RowChanges } from './row-writer.ts';
import { minuteKey } from './series.ts';

export class LevelChanges implements RowChanges {
  readonly #series: Dictionary;
  readonly #added = cellsOfLevels();
  readonly #removed = cellsOfLevels();
  readonly #minutesFromMs: number;
  readonly #minuteIds = new Map<number, number>();
  /** New calls, and lines of usage that they have. */
  invocations = 0;
  usageLines = 0;

  /** @param minutesFromMs minutes before are past their retention, and not worth writing. */
  constructor({ series }: Dictionaries, minutesFromMs: number) {
    this.#series = series;
    this.#minutesFromMs = minutesFromMs;
  }

  added(entry: RollupEntry): void {
    this.invocations += 1;
    this.usageLines += entry.quantities.length;
    this.#count(this.#added, entry);
  }

  removed(entry: RollupEntry): void {
    this.invocations -= 1;
    this.usageLines -= entry.quantities.length;
    this.#count(this.#removed, entry);
  }

  /** Adds to the tables, then takes away: what is taken away is there by then. */
  saveIn(tables: Readonly<Record<Level, RollupTable>>): void {
    tables.day.add(this.#added.hour.coarser(BUCKET_MS.day)); // First: adding merges into cells.
    tables.day.subtract(this.#removed.hour.coarser(BUCKET_MS.day));
    tables.hour.add(this.#added.hour.sorted());
    tables.hour.subtract(this.#removed.hour.sorted());
    tables.minute.add(this.#added.minute.sorted());
    tables.minute.subtract(this.#removed.minute.sorted());
  }

  #count(cells: LevelCells, entry: RollupEntry): void {
    cells.hour.add(entry, entry.seriesId);
    if (entry.timestampMs < this.#minutesFromMs) return;
    cells.minute.add(entry, this.#minuteId(entry.seriesId));
  }

  #minuteId(seriesId: number): number {
    const known = this.#minuteIds.get(seriesId);
    if (known !== undefined) return known;
    const id = this.#series.idOf(minuteKey(this.#series.keyOf(seriesId)));
    this.#minuteIds.set(seriesId, id);
    return id;
  }
}

/** Days are added up from hours. */
interface LevelCells {
  readonly hour: RollupCells;
  readonly minute: RollupCells;
}

function cellsOfLevels(): LevelCells {
  return { hour: new RollupCells(BUCKET_MS.hour), minute: new RollupCells(BUCKET_MS.minute) };
}
