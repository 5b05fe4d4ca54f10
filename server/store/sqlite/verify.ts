/** Compares rollups with the rows they count, and packs with the rollups they copy. */
import { emptyCell, type RollupCell } from '../../rollup/rollup.ts';
import { RollupLog, type EncodedCell } from '../../rollup/rollup-log.ts';
import { DAY_MS, HOUR_MS, type Window } from '../../../shared/window.ts';
import type { Difference, VerifyReport, VerifyRequest } from '../verify-report.ts';
import type { DayDigests } from './day-digests.ts';
import type { Dictionary } from './dictionary.ts';
import { readHorizons } from './horizons.ts';
import type { Database } from './open-database.ts';
import type { Packer } from './packer.ts';
import type { Horizons } from './plan.ts';
import {
  BUCKET_MS,
  TABLE_OF,
  CELL_COLUMNS,
  addStored,
  decodeQuantities,
  encodeCell,
  type Level,
} from './rollup-table.ts';
import type { RowReader } from './row-reader.ts';
import { entryOf } from './row-writer.ts';
import { minuteKey } from './series.ts';

export interface VerifyParts {
  readonly database: Database;
  readonly rows: RowReader;
  readonly series: Dictionary;
  readonly packer: Packer;
  readonly digests: DayDigests;
}

/** Recomputes every day of a window; a day whose rows have gone is added up from its hours. */
export function verifyStore(parts: VerifyParts, request: VerifyRequest): VerifyReport {
  const verifier = new Verifier(parts, request.differencesMax);
  const firstMs = Math.floor(request.window.startMs / DAY_MS) * DAY_MS;
  const days = Math.ceil((request.window.endMs - firstMs) / DAY_MS);
  for (let day = 0; day < days; day += 1) {
    request.onProgress(day, days);
    // One transaction a day, so that what is written meanwhile is no difference.
    const check = parts.database.transaction(() => verifier.checkDay(firstMs + day * DAY_MS));
    check.deferred();
  }
  request.onProgress(days, days);
  const damage = request.skipsFile ? [] : damageOf(parts.database);
  return { ...verifier.report(), damage };
}

/** What SQLite's own check of the file finds; empty for a sound file. */
function damageOf(database: Database): readonly string[] {
  const lines = database.pragma('integrity_check(20)') as readonly { integrity_check: string }[];
  return lines.map((line) => line.integrity_check).filter((text) => text !== 'ok');
}

class Verifier {
  readonly #parts: VerifyParts;
  readonly #differencesMax: number;
  readonly #horizons: Horizons;
  readonly #differences: Difference[] = [];
  readonly #minuteIds = new Map<number, number>();
  readonly #cells;
  #rowCount = 0;
  #cellCount = 0;
  #packCount = 0;
  #digestCount = 0;
  #differenceCount = 0;

  constructor(parts: VerifyParts, differencesMax: number) {
    this.#parts = parts;
    this.#differencesMax = differencesMax;
    this.#horizons = readHorizons(parts.database);
    const cells = (level: Level) =>
      parts.database.prepare<[number, number], EncodedCell>(`
        SELECT ${CELL_COLUMNS} FROM ${TABLE_OF[level]}
         WHERE bucket_start_ms >= ? AND bucket_start_ms < ?`);
    this.#cells = { day: cells('day'), hour: cells('hour'), minute: cells('minute') };
  }

  checkDay(dayMs: number): void {
    const day = { startMs: dayMs, endMs: dayMs + DAY_MS };
    this.#checkDigest(day);
    const sums = new Map<number, RollupCell>();
    const hasRows = dayMs >= this.#horizons.rowsMs;
    if (!hasRows && dayMs < this.#horizons.hoursMs) return; // Nothing finer is left.
    for (let atMs = dayMs; atMs < day.endMs; atMs += HOUR_MS) {
      const hour = { startMs: atMs, endMs: atMs + HOUR_MS };
      const cells = hasRows ? this.#checkHour(hour) : this.#storedHour(hour);
      for (const cell of cells) addInto(sums, dayMs, cell);
    }
    this.#compare('day', day, [...sums.values()].map(encodeCell));
    this.#checkPacks(day);
  }

  report(): Omit<VerifyReport, 'damage'> {
    return {
      rows: this.#rowCount,
      cells: this.#cellCount,
      packs: this.#packCount,
      digests: this.#digestCount,
      differences: this.#differences,
      differenceCount: this.#differenceCount,
    };
  }

  /** @returns the cells of an hour as its rows give them. */
  #checkHour(hour: Window): readonly EncodedCell[] {
    const log = new RollupLog();
    for (const row of this.#parts.rows.between(hour.startMs, hour.endMs, false)) {
      this.#rowCount += 1;
      log.add(entryOf(row));
    }
    const found = log.cells({ bucketMs: BUCKET_MS.hour });
    if (hour.startMs >= this.#horizons.hoursMs) this.#compare('hour', hour, found);
    if (hour.startMs >= this.#horizons.minutesMs) {
      const seriesOf = (seriesId: number): number => this.#minuteId(seriesId);
      this.#compare('minute', hour, log.cells({ bucketMs: BUCKET_MS.minute, seriesOf }));
    }
    return found;
  }

  #storedHour({ startMs, endMs }: Window): readonly EncodedCell[] {
    return this.#cells.hour.all(startMs, endMs);
  }

  #compare(level: Level, { startMs, endMs }: Window, expected: readonly EncodedCell[]): void {
    const keyOf = (bucketMs: number, seriesId: number): string => `${bucketMs}/${seriesId}`;
    const missing = new Map(
      expected.map((cell) => [keyOf(cell.bucketStartMs, cell.seriesId), cell]),
    );
    for (const row of this.#cells[level].iterate(startMs, endMs)) {
      this.#cellCount += 1;
      const key = keyOf(row.bucketStartMs, row.seriesId);
      const cell = missing.get(key);
      missing.delete(key);
      if (cell) this.#compareCell(level, row, cell);
      else this.#note(level, row, 'invocations', [row.invocations, 0]);
    }
    for (const cell of missing.values()) {
      this.#note(level, cell, 'invocations', [0, cell.invocations]);
    }
  }

  #compareCell(level: Level, row: EncodedCell, cell: EncodedCell): void {
    if (row.invocations !== cell.invocations) {
      this.#note(level, row, 'invocations', [row.invocations, cell.invocations]);
    }
    if (!isSame(row.quantities, cell.quantities)) {
      const both = [decodeQuantities(row.quantities), decodeQuantities(cell.quantities)];
      this.#note(level, row, 'quantities', both);
    }
    for (const field of SKETCHES) {
      if (isSame(row[field], cell[field])) continue;
      this.#note(level, row, field, [hex(row[field]), hex(cell[field])]);
    }
  }

  #checkDigest(day: Window): void {
    const { days, wrong } = this.#parts.digests.check(day);
    this.#digestCount += days;
    for (const { dayMs, of } of wrong) {
      const place = { bucketStartMs: dayMs, seriesId: 0 };
      this.#note('digest', place, of, ['another', 'as when the day was closed']);
    }
  }

  #checkPacks(day: Window): void {
    for (const pack of this.#parts.packer.checkPacks(day)) {
      if (!pack.isWrong) {
        this.#packCount += 1;
        continue;
      }
      const place = { bucketStartMs: pack.startMs, seriesId: 0 };
      this.#note('pack', place, 'body', [pack.kind, 'as its rollup']);
    }
  }

  #note(
    level: Difference['level'],
    place: Pick<EncodedCell, 'bucketStartMs' | 'seriesId'>,
    field: Difference['field'],
    [stored, expected]: readonly unknown[],
  ): void {
    this.#differenceCount += 1;
    if (this.#differences.length >= this.#differencesMax) return;
    const { series } = this.#parts;
    this.#differences.push({
      level,
      startMs: place.bucketStartMs,
      series: place.seriesId === 0 ? '' : series.keyOf(place.seriesId),
      field,
      stored: String(stored),
      expected: String(expected),
    });
  }

  #minuteId(seriesId: number): number {
    const known = this.#minuteIds.get(seriesId);
    if (known !== undefined) return known;
    const { series } = this.#parts;
    const id = series.find(minuteKey(series.keyOf(seriesId))) ?? 0;
    this.#minuteIds.set(seriesId, id);
    return id;
  }
}

const SKETCHES = ['latency', 'firstToken'] as const;

function addInto(sums: Map<number, RollupCell>, bucketStartMs: number, cell: EncodedCell): void {
  const sum = sums.get(cell.seriesId) ?? emptyCell(bucketStartMs, cell.seriesId);
  addStored(sum, cell);
  sums.set(cell.seriesId, sum);
}

function isSame(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return Buffer.compare(a ?? NO_BYTES, b ?? NO_BYTES) === 0;
}

function hex(bytes: Uint8Array | null): string {
  return bytes === null ? 'none' : Buffer.from(bytes.subarray(0, 24)).toString('hex');
}

const NO_BYTES = new Uint8Array(0);
