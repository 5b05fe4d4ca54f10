/** The tables of the bill: months as they were read, and their lines, summed by day and place. */
import type { BilledUsage, BillKind } from '../../price/bill-line.ts';
import type { BillDays, BillLedger, BillPeriod } from '../bill-ledger.ts';
import type { Database } from './open-database.ts';

interface LineRow {
  readonly day: string;
  readonly account: string;
  readonly region: string;
  readonly model: string;
  readonly usage: string;
  readonly kind: string;
  readonly isRead: number;
  readonly quantity: string;
  readonly costAttoUsd: string;
  readonly listAttoUsd: string;
}

const LINES = `
  SELECT day, account, region, model, usage, kind, is_read AS isRead, quantity,
         cost_atto_usd AS costAttoUsd, list_atto_usd AS listAttoUsd
    FROM bill_line WHERE day >= @from AND day < @to
   ORDER BY day, account, region, model, usage, kind, source_id, period`;
const PERIODS = `
  SELECT source_id AS sourceId, period, version, last_day AS lastDay, row_count AS rows,
         read_at_ms AS readAtMs
    FROM bill_period ORDER BY source_id, period`;
const SAVE_PERIOD = `
  INSERT OR REPLACE INTO bill_period
  VALUES (@sourceId, @period, @version, @lastDay, @rows, @readAtMs)`;
const ADD_LINE = `
  INSERT INTO bill_line VALUES (@sourceId, @period, @day, @account, @region, @model, @usage,
                                @kind, @isRead, @quantity, @costAttoUsd, @listAttoUsd)`;

export class BillTable implements BillLedger {
  readonly #database: Database;
  readonly #write: (work: () => void) => void;

  constructor(database: Database, write: (work: () => void) => void) {
    this.#database = database;
    this.#write = write;
  }

  replace(period: BillPeriod, lines: readonly BilledUsage[]): void {
    const { sourceId, period: month } = period;
    this.#write(() => {
      this.#database
        .prepare('DELETE FROM bill_line WHERE source_id = ? AND period = ?')
        .run(sourceId, month);
      this.#database.prepare(SAVE_PERIOD).run(period);
      const add = this.#database.prepare(ADD_LINE);
      for (const line of lines) add.run({ sourceId, period: month, ...rowOf(line) });
    });
  }

  keepOnly(sourceId: string): void {
    this.#write(() => {
      for (const table of ['bill_line', 'bill_period']) {
        this.#database.prepare(`DELETE FROM ${table} WHERE source_id <> ?`).run(sourceId);
      }
    });
  }

  periods(): readonly BillPeriod[] {
    return this.#database.prepare<[], BillPeriod>(PERIODS).all();
  }

  lines(days: BillDays): readonly BilledUsage[] {
    return this.#database.prepare<[BillDays], LineRow>(LINES).all(days).map(lineOf);
  }

  days(): readonly string[] {
    const days = this.#database.prepare<[], string>(
      'SELECT DISTINCT day FROM bill_line ORDER BY 1',
    );
    return days.pluck().all();
  }
}

function rowOf(line: BilledUsage): LineRow {
  return {
    ...line,
    isRead: line.isRead ? 1 : 0,
    quantity: String(line.quantity),
    costAttoUsd: String(line.costAttoUsd),
    listAttoUsd: String(line.listAttoUsd),
  };
}

function lineOf(row: LineRow): BilledUsage {
  return {
    ...row,
    kind: row.kind as BillKind, // Written by rowOf.
    isRead: row.isRead === 1,
    quantity: BigInt(row.quantity),
    costAttoUsd: BigInt(row.costAttoUsd),
    listAttoUsd: BigInt(row.listAttoUsd),
  };
}
