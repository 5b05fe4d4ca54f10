/** The tables of reports: revisions, their files, and who is owed them. */
import type {
  OwedReport,
  ReportHead,
  ReportKey,
  ReportLedger,
  StoredReportFile,
} from '../report-ledger.ts';
import type { Database } from './open-database.ts';

const HEAD = `
  SELECT name, date, revision, state, fingerprint, made_at_ms AS madeAtMs
    FROM report`;
const NEWEST = `${HEAD} WHERE name = ? AND date = ? ORDER BY revision DESC LIMIT 1`;
const LIST = `${HEAD} AS one
   WHERE revision = (SELECT max(revision) FROM report AS other
                      WHERE other.name = one.name AND other.date = one.date)
   ORDER BY date DESC, name LIMIT ?`;
const FILES = `
  SELECT file AS name, content_type AS contentType, bytes
    FROM report_file WHERE name = ? AND date = ? AND revision = ? ORDER BY file`;
const OWED = `
  SELECT name, date, revision, target
    FROM report_delivery WHERE delivered_at_ms IS NULL ORDER BY date, name, revision, target`;

export class ReportTable implements ReportLedger {
  readonly #database: Database;
  readonly #write: (work: () => void) => void;

  constructor(database: Database, write: (work: () => void) => void) {
    this.#database = database;
    this.#write = write;
  }

  save(report: ReportHead, files: readonly StoredReportFile[], targets: readonly string[]): void {
    const { name, date, revision, state, fingerprint, madeAtMs } = report;
    this.#write(() => {
      this.#run('INSERT INTO report VALUES (?, ?, ?, ?, ?, ?)', [
        name,
        date,
        revision,
        state,
        fingerprint,
        madeAtMs,
      ]);
      for (const file of files) {
        this.#run('INSERT INTO report_file VALUES (?, ?, ?, ?, ?, ?)', [
          name,
          date,
          revision,
          file.name,
          file.contentType,
          file.bytes,
        ]);
      }
      // A revision that has not gone out yet is overtaken by its successor.
      this.#run(
        'DELETE FROM report_delivery WHERE name = ? AND date = ? AND delivered_at_ms IS NULL',
        [name, date],
      );
      for (const target of targets) {
        this.#run('INSERT INTO report_delivery VALUES (?, ?, ?, ?, NULL)', [
          name,
          date,
          revision,
          target,
        ]);
      }
    });
  }

  newest(name: string, date: string): ReportHead | null {
    return this.#database.prepare<[string, string], ReportHead>(NEWEST).get(name, date) ?? null;
  }

  lastDate(name: string): string | null {
    const last = this.#database.prepare<[string], string | null>(
      'SELECT max(date) FROM report WHERE name = ?',
    );
    return last.pluck().get(name) ?? null;
  }

  list(limit: number): readonly ReportHead[] {
    return this.#database.prepare<[number], ReportHead>(LIST).all(limit);
  }

  files({ name, date, revision }: ReportKey): readonly StoredReportFile[] {
    const files = this.#database.prepare<[string, string, number], StoredReportFile>(FILES);
    return files.all(name, date, revision);
  }

  owed(): readonly OwedReport[] {
    return this.#database.prepare<[], OwedReport>(OWED).all();
  }

  markDelivered({ name, date, revision, target }: OwedReport, atMs: number): void {
    const update = `
      UPDATE report_delivery SET delivered_at_ms = ?
       WHERE name = ? AND date = ? AND revision = ? AND target = ?`;
    this.#write(() => this.#run(update, [atMs, name, date, revision, target]));
  }

  #run(sql: string, values: readonly unknown[]): void {
    this.#database.prepare<unknown[]>(sql).run(...values);
  }
}
