/** The tables of reports: revisions, their files, who is owed them, and each attempt at that. */
import type {
  ListedReport,
  OwedReport,
  ReportAttempt,
  ReportDelivery,
  ReportHead,
  ReportKey,
  ReportLedger,
  StoredReportFile,
} from '../report-ledger.ts';
import type { Database } from './open-database.ts';

const HEAD = `
  SELECT name, date, revision, kind, state, fingerprint, summary, made_at_ms AS madeAtMs
    FROM report`;
const NEWEST = `${HEAD} WHERE name = ? AND date = ? ORDER BY revision DESC LIMIT 1`;
const LIST = `${HEAD} ORDER BY made_at_ms DESC, name, date DESC, revision DESC LIMIT ?`;
const FILE_HEADS = `
  SELECT file AS name, content_type AS contentType, length(bytes) AS size
    FROM report_file WHERE name = ? AND date = ? AND revision = ? ORDER BY file`;
const FILES = `
  SELECT file AS name, content_type AS contentType, bytes
    FROM report_file WHERE name = ? AND date = ? AND revision = ?`;
const DELIVERIES = `
  SELECT target, state, due_at_ms AS dueAtMs
    FROM report_delivery WHERE name = ? AND date = ? AND revision = ? ORDER BY target`;
const ATTEMPTS = `
  SELECT attempt, at_ms AS atMs, took_ms AS tookMs, state, detail, due_at_ms AS dueAtMs
    FROM report_attempt WHERE name = ? AND date = ? AND revision = ? AND target = ?
   ORDER BY at_ms, attempt`;
const OWED = `
  SELECT name, date, revision, kind, report.state, summary, made_at_ms AS madeAtMs,
         target, due_at_ms AS dueAtMs,
         (SELECT count(*) FROM report_attempt AS made
           WHERE made.name = owed.name AND made.date = owed.date
             AND made.revision = owed.revision AND made.target = owed.target) AS attempts
    FROM report_delivery AS owed JOIN report USING (name, date, revision)
   WHERE owed.state = 'pending' ORDER BY date, name, revision, target`;
/** Parts of a report, by the tables that hold them. */
const TABLES = ['report_attempt', 'report_delivery', 'report_file', 'report'] as const;

type Key = [name: string, date: string, revision: number];

export class ReportTable implements ReportLedger {
  readonly #database: Database;
  readonly #write: (work: () => void) => void;

  constructor(database: Database, write: (work: () => void) => void) {
    this.#database = database;
    this.#write = write;
  }

  save(report: ReportHead, files: readonly StoredReportFile[], targets: readonly string[]): void {
    const { name, date, kind, state, fingerprint, summary, madeAtMs } = report;
    const key = keyOf(report);
    this.#write(() => {
      const head = [...key, kind, state, fingerprint, summary, madeAtMs];
      this.#run('INSERT INTO report VALUES (?, ?, ?, ?, ?, ?, ?, ?)', head);
      for (const file of files) {
        const values = [...key, file.name, file.contentType, file.bytes];
        this.#run('INSERT INTO report_file VALUES (?, ?, ?, ?, ?, ?)', values);
      }
      // A revision that has not gone out yet is overtaken by its successor.
      const overtaken = `DELETE FROM report_delivery WHERE name = ? AND date = ? AND state = ?`;
      this.#run(overtaken, [name, date, 'pending']);
      for (const target of targets) {
        const values = [...key, target, 'pending', madeAtMs];
        this.#run('INSERT INTO report_delivery VALUES (?, ?, ?, ?, ?, ?)', values);
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

  list(limit: number): readonly ListedReport[] {
    const heads = this.#database.prepare<[number], ReportHead>(LIST).all(limit);
    const files = this.#database.prepare<Key, ListedReport['files'][number]>(FILE_HEADS);
    return heads.map((head) => ({
      ...head,
      files: files.all(...keyOf(head)),
      deliveries: this.#deliveries(head),
    }));
  }

  files(key: ReportKey): readonly StoredReportFile[] {
    const files = this.#database.prepare<Key, StoredReportFile>(`${FILES} ORDER BY file`);
    return files.all(...keyOf(key));
  }

  file(key: ReportKey, name: string): StoredReportFile | null {
    const file = this.#database.prepare<[...Key, string], StoredReportFile>(
      `${FILES} AND file = ?`,
    );
    return file.get(...keyOf(key), name) ?? null;
  }

  owed(): readonly OwedReport[] {
    return this.#database.prepare<[], OwedReport>(OWED).all();
  }

  saveAttempt(owed: ReportKey & { readonly target: string }, made: ReportAttempt): void {
    const { attempt, atMs, tookMs, state, detail, dueAtMs } = made;
    const key = [...keyOf(owed), owed.target];
    this.#write(() => {
      const values = [...key, atMs, attempt, tookMs, state, detail, dueAtMs];
      this.#run('INSERT INTO report_attempt VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)', values);
      this.#move(owed, state, dueAtMs ?? atMs);
    });
  }

  replay(owed: ReportKey & { readonly target: string }, nowMs: number): boolean {
    let isMoved = false;
    this.#write(() => {
      const dead = this.#deliveries(owed).find(({ target }) => target === owed.target);
      if (dead?.state !== 'dead') return;
      this.#move(owed, 'pending', nowMs);
      isMoved = true;
    });
    return isMoved;
  }

  keepLast(name: string, count: number): void {
    const old = `${HEAD} WHERE name = ? ORDER BY made_at_ms DESC, revision DESC LIMIT -1 OFFSET ?`;
    this.#write(() => {
      const heads = this.#database.prepare<[string, number], ReportHead>(old).all(name, count);
      for (const head of heads) {
        for (const table of TABLES) {
          const key = 'name = ? AND date = ? AND revision = ?';
          this.#run(`DELETE FROM ${table} WHERE ${key}`, keyOf(head));
        }
      }
    });
  }

  #deliveries(key: ReportKey): readonly ReportDelivery[] {
    type Row = Omit<ReportDelivery, 'attempts'>;
    const deliveries = this.#database.prepare<Key, Row>(DELIVERIES);
    const attempts = this.#database.prepare<[...Key, string], ReportAttempt>(ATTEMPTS);
    return deliveries.all(...keyOf(key)).map((one) => {
      return { ...one, attempts: attempts.all(...keyOf(key), one.target) };
    });
  }

  #move(owed: ReportKey & { readonly target: string }, state: string, dueAtMs: number): void {
    const update = `
      UPDATE report_delivery SET state = ?, due_at_ms = ?
       WHERE name = ? AND date = ? AND revision = ? AND target = ?`;
    this.#run(update, [state, dueAtMs, ...keyOf(owed), owed.target]);
  }

  #run(sql: string, values: readonly unknown[]): void {
    this.#database.prepare<unknown[]>(sql).run(...values);
  }
}

function keyOf({ name, date, revision }: ReportKey): Key {
  return [name, date, revision];
}
