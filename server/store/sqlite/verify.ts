/** Compares rollups with the rows they count, and packs with the rollups they copy. */
import {
  addCell,
  emptyCell,
  RollupCells,
  type RollupCell,
  type RollupEntry,
} from '../../rollup/rollup.ts';
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
  addStored,
  decodeQuantities,
  encodeCell,
  type Level,
  type StoredCell,
} from './rollup-table.ts';
import type { RowReader } from './row-reader.ts';
import { minuteKey } from './series.ts';

type StoredRow = StoredCell & { readonly bucket_start_ms: number; readonly series_id: number };

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
  return { ...verifier.report(), damage: damageOf(parts.database) };
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
      parts.database.prepare<[number, number], StoredRow>(`
        SELECT * FROM ${TABLE_OF[level]} WHERE bucket_start_ms >= ? AND bucket_start_ms < ?`);
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
      for (const cell of cells) addInto(sums, { ...cell, bucketStartMs: dayMs });
    }
    this.#compare('day', day, [...sums.values()]);
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
  #checkHour(hour: Window): readonly RollupCell[] {
    const hours = new RollupCells(BUCKET_MS.hour);
    const minutes = new RollupCells(BUCKET_MS.minute);
    for (const row of this.#parts.rows.between(hour.startMs, hour.endMs, false)) {
      this.#rowCount += 1;
      const entry: RollupEntry = {
        timestampMs: row.timestamp_ms,
        seriesId: row.series_id,
        quantities: decodeQuantities(row.quantities),
        latencyMs: row.latency_ms,
        firstTokenMs: row.first_token_ms,
      };
      hours.add(entry);
      minutes.add(entry, this.#minuteId(row.series_id));
    }
    const found = hours.sorted();
    if (hour.startMs >= this.#horizons.hoursMs) this.#compare('hour', hour, found);
    if (hour.startMs >= this.#horizons.minutesMs) this.#compare('minute', hour, minutes.sorted());
    return found;
  }

  #storedHour({ startMs, endMs }: Window): readonly RollupCell[] {
    const sums = new Map<number, RollupCell>();
    for (const row of this.#cells.hour.all(startMs, endMs)) addInto(sums, cellOf(row));
    return [...sums.values()];
  }

  #compare(level: Level, { startMs, endMs }: Window, expected: readonly RollupCell[]): void {
    const keyOf = (bucketMs: number, seriesId: number): string => `${bucketMs}/${seriesId}`;
    const missing = new Map(
      expected.map((cell) => [keyOf(cell.bucketStartMs, cell.seriesId), cell]),
    );
    for (const row of this.#cells[level].iterate(startMs, endMs)) {
      this.#cellCount += 1;
      const key = keyOf(row.bucket_start_ms, row.series_id);
      const cell = missing.get(key);
      missing.delete(key);
      if (cell) this.#compareCell(level, row, encodeCell(cell), cell.invocations);
      else this.#note(level, row, 'invocations', [row.invocations, 0]);
    }
    for (const { bucketStartMs, seriesId, invocations } of missing.values()) {
      const place = { bucket_start_ms: bucketStartMs, series_id: seriesId };
      this.#note(level, place, 'invocations', [0, invocations]);
    }
  }

  #compareCell(level: Level, row: StoredRow, cell: StoredCell, invocations: number): void {
    if (row.invocations !== invocations) {
      this.#note(level, row, 'invocations', [row.invocations, invocations]);
    }
    if (!isSame(row.quantities, cell.quantities)) {
      const both = [decodeQuantities(row.quantities), decodeQuantities(cell.quantities)];
      this.#note(level, row, 'quantities', both);
    }
    for (const [field, column] of SKETCHES) {
      if (isSame(row[column], cell[column])) continue;
      this.#note(level, row, field, [hex(row[column]), hex(cell[column])]);
    }
  }

  #checkDigest(day: Window): void {
    const { days, wrong } = this.#parts.digests.check(day);
    this.#digestCount += days;
    for (const { dayMs, of } of wrong) {
      const place = { bucket_start_ms: dayMs, series_id: 0 };
      this.#note('digest', place, of, ['another', 'as when the day was closed']);
    }
  }

  #checkPacks(day: Window): void {
    for (const pack of this.#parts.packer.checkPacks(day)) {
      if (!pack.isWrong) {
        this.#packCount += 1;
        continue;
      }
      const place = { bucket_start_ms: pack.startMs, series_id: 0 };
      this.#note('pack', place, 'body', [pack.kind, 'as its rollup']);
    }
  }

  #note(
    level: Difference['level'],
    place: { readonly bucket_start_ms: number; readonly series_id: number },
    field: Difference['field'],
    [stored, expected]: readonly unknown[],
  ): void {
    this.#differenceCount += 1;
    if (this.#differences.length >= this.#differencesMax) return;
    const { series } = this.#parts;
    this.#differences.push({
      level,
      startMs: place.bucket_start_ms,
      series: place.series_id === 0 ? '' : series.keyOf(place.series_id),
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

const SKETCHES = [
  ['latency', 'latency'],
  ['firstToken', 'first_token'],
] as const;

function cellOf(row: StoredRow): RollupCell {
  const cell = emptyCell(row.bucket_start_ms, row.series_id);
  addStored(cell, row);
  return cell;
}

function addInto(sums: Map<number, RollupCell>, cell: RollupCell): void {
  const known = sums.get(cell.seriesId);
  if (known) return addCell(known, cell);
  const sum = emptyCell(cell.bucketStartMs, cell.seriesId);
  addCell(sum, cell);
  sums.set(cell.seriesId, sum);
}

function isSame(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return Buffer.compare(a ?? NO_BYTES, b ?? NO_BYTES) === 0;
}

function hex(bytes: Uint8Array | null): string {
  return bytes === null ? 'none' : Buffer.from(bytes.subarray(0, 24)).toString('hex');
}

const NO_BYTES = new Uint8Array(0);
