/** What the nightly check found, in SQLite. */
import { DAY_MS } from '../../../shared/window.ts';
import type {
  DayCheck,
  DayCheckLedger,
  DayCheckSums,
  DifferingDay,
  FileCheck,
} from '../day-checks.ts';
import type { Database } from './open-database.ts';

interface Stored {
  readonly day_start_ms: number;
  readonly checked_at_ms: number;
  readonly took_ms: number;
  readonly difference_count: number;
  readonly differences: string;
  readonly damage: string | null;
  readonly found_at_ms: number | null;
}

const CLOSED = `
  SELECT day_start_ms AS day FROM day_digest WHERE sums_digest <> '' AND day_start_ms <= @lastMs`;
const DUE = `
  SELECT day FROM (${CLOSED}) LEFT JOIN day_check ON day_start_ms = day
   WHERE checked_at_ms IS NULL OR checked_at_ms < @sinceMs
   ORDER BY found_at_ms IS NULL, checked_at_ms, day DESC`;
const SUMS = `
  SELECT count(*) AS days, count(checked_at_ms) AS checkedDays, max(checked_at_ms) AS lastAtMs,
         CASE WHEN count(*) = count(checked_at_ms) THEN min(checked_at_ms) END AS oldestAtMs
    FROM (${CLOSED}) LEFT JOIN day_check ON day_start_ms = day`;
/** A day that differs again is one that still differs. */
const SAVE = `
  INSERT INTO day_check (day_start_ms, checked_at_ms, took_ms, difference_count, differences,
                         damage, found_at_ms)
  VALUES (@dayMs, @checkedAtMs, @tookMs, @differenceCount, @differences, @damage, @foundAtMs)
  ON CONFLICT (day_start_ms) DO UPDATE SET
    checked_at_ms = excluded.checked_at_ms, took_ms = excluded.took_ms,
    difference_count = excluded.difference_count, differences = excluded.differences,
    damage = excluded.damage,
    found_at_ms = iif(excluded.found_at_ms IS NULL, NULL,
                      coalesce(found_at_ms, excluded.found_at_ms))`;

/** @param write runs work as a write of the store, with its errors made ours. */
export function openDayChecks(
  database: Database,
  write: <Answer>(work: () => Answer) => Answer,
): DayCheckLedger {
  return new DayCheckTable(database, write);
}

class DayCheckTable implements DayCheckLedger {
  readonly #database: Database;
  readonly #write: <Answer>(work: () => Answer) => Answer;

  constructor(database: Database, write: <Answer>(work: () => Answer) => Answer) {
    this.#database = database;
    this.#write = write;
  }

  due(closedMs: number, sinceMs: number): readonly number[] {
    const due = this.#database.prepare<[object], number>(DUE).pluck();
    return due.all({ lastMs: closedMs - DAY_MS, sinceMs });
  }

  workedMs(sinceMs: number): number {
    return (
      this.#database
        .prepare<[number], number>('SELECT total(took_ms) FROM day_check WHERE checked_at_ms >= ?')
        .pluck()
        .get(sinceMs) ?? 0
    );
  }

  saveDay(check: DayCheck): void {
    const isWrong = check.differenceCount > 0 || check.damage !== null;
    const values = {
      ...check,
      tookMs: Math.ceil(check.tookMs),
      differences: JSON.stringify(check.differences),
      foundAtMs: isWrong ? check.checkedAtMs : null,
    };
    this.#write(() => this.#database.prepare<[object]>(SAVE).run(values));
  }

  saveFile({ checkedAtMs, damage }: FileCheck): void {
    const save = this.#database.prepare(
      'INSERT OR REPLACE INTO file_check (only, checked_at_ms, damage) VALUES (1, ?, ?)',
    );
    this.#write(() => save.run(checkedAtMs, JSON.stringify(damage)));
  }

  file(): FileCheck | null {
    const stored = this.#database
      .prepare<[], { checked_at_ms: number; damage: string }>('SELECT * FROM file_check')
      .get();
    if (!stored) return null;
    const damage = JSON.parse(stored.damage) as FileCheck['damage']; // Written by saveFile.
    return { checkedAtMs: stored.checked_at_ms, damage };
  }

  sums(closedMs: number): DayCheckSums {
    const none = { days: 0, checkedDays: 0, lastAtMs: null, oldestAtMs: null };
    const sums = this.#database.prepare<[object], DayCheckSums>(SUMS);
    return sums.get({ lastMs: closedMs - DAY_MS }) ?? none;
  }

  differing(): readonly DifferingDay[] {
    return this.#database
      .prepare<[], Stored>(
        'SELECT * FROM day_check WHERE found_at_ms IS NOT NULL ORDER BY day_start_ms',
      )
      .all()
      .map(toDifferingDay);
  }
}

function toDifferingDay(one: Stored): DifferingDay {
  return {
    dayMs: one.day_start_ms,
    checkedAtMs: one.checked_at_ms,
    tookMs: one.took_ms,
    differenceCount: one.difference_count,
    differences: JSON.parse(one.differences) as DifferingDay['differences'], // Written by saveDay.
    damage: one.damage,
    foundAtMs: one.found_at_ms ?? one.checked_at_ms,
  };
}
