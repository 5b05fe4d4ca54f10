/** Deletes a tenant: rows with their sums, older sums, and texts that nobody else has. */
import type { TenantEraser, TenantErasure } from '../tenant-eraser.ts';
import { digestOfTenant } from '../tenant-eraser.ts';
import { DAY_MS } from '../../../shared/window.ts';
import { StoreError } from '../store.ts';
import { eraseNotices } from './erase-notices.ts';
import { eraseRows, type EraserParts, type RowPlace } from './erase-rows.ts';
import { eraseSums } from './erase-sums.ts';
import { TextEraser } from './erase-texts.ts';

interface Stored {
  readonly digest: string;
  readonly tenant: string | null;
  readonly requested_at_ms: number;
  readonly requested_by: string;
  readonly state: TenantErasure['state'];
  readonly cursor_ms: number;
  readonly row_count: number;
  readonly ended_at_ms: number | null;
}

type Open = Stored & { readonly tenant: string };

/** Steps over the tables of one file. */
export class SqliteEraser implements TenantEraser {
  readonly #parts: EraserParts;
  readonly #write: <Answer>(work: () => Answer) => Answer;
  #place: RowPlace | null = null;
  #texts: TextEraser | null = null;

  constructor(parts: EraserParts, write: <Answer>(work: () => Answer) => Answer) {
    this.#parts = parts;
    this.#write = write;
  }

  request({ tenant, by, nowMs }: Parameters<TenantEraser['request']>[0]): void {
    const insert = this.#parts.database.prepare(`
      INSERT OR REPLACE INTO deleted_tenant (digest, tenant, requested_at_ms, requested_by, state,
                                             cursor_ms, row_count, ended_at_ms)
      VALUES (?, ?, ?, ?, 'rows', 0, 0, NULL)`);
    this.#write(() => {
      this.#mustBeStill();
      insert.run(digestOfTenant(tenant), tenant, nowMs, by);
    });
    this.#forget();
  }

  list(): readonly TenantErasure[] {
    return this.#parts.database
      .prepare<[], Stored>('SELECT * FROM deleted_tenant ORDER BY requested_at_ms DESC')
      .all()
      .map((one) => ({
        digest: one.digest,
        tenant: one.tenant,
        requestedAtMs: one.requested_at_ms,
        requestedBy: one.requested_by,
        state: one.state,
        rows: one.row_count,
        endedAtMs: one.ended_at_ms,
      }));
  }

  step(nowMs: number): boolean {
    const { database } = this.#parts;
    const open = database
      .prepare<[], Open>(
        `SELECT * FROM deleted_tenant WHERE state <> 'done' ORDER BY requested_at_ms LIMIT 1`,
      )
      .get();
    if (!open) return false;
    database.pragma('secure_delete = ON'); // What goes is written over with zeros.
    try {
      this.#write(() => this.#stepOf(open, nowMs));
    } catch (error) {
      this.#forget();
      throw error;
    } finally {
      database.pragma('secure_delete = OFF');
    }
    return true;
  }

  compact(): void {
    const { database } = this.#parts;
    database.exec('VACUUM');
    database.pragma('wal_checkpoint(TRUNCATE)');
  }

  /** Calls that are on their way to another tenant would be missed. */
  #mustBeStill(): void {
    const moving = this.#parts.database.prepare(
      `SELECT 1 FROM reattribution WHERE state IN ('preparing', 'switched')`,
    );
    if (!moving.get()) return;
    const hint = 'Ask again when `outcrop attribution apply` has ended.';
    throw new StoreError('busy', 'Rules are being applied to the past.', hint);
  }

  #stepOf(open: Open, nowMs: number): void {
    if (open.state === 'rows') return this.#eraseRows(open);
    if (open.state === 'sums') return this.#eraseSums(open);
    this.#texts ??= new TextEraser(this.#parts);
    if (this.#texts.step()) return;
    const dayMs = Math.floor(open.requested_at_ms / DAY_MS) * DAY_MS;
    this.#texts.endSeries(this.#seriesOf(open.tenant), dayMs);
    eraseNotices(this.#parts.database, open.tenant);
    this.#parts.database
      .prepare(
        `UPDATE deleted_tenant SET state = 'done', tenant = NULL, ended_at_ms = ?
          WHERE digest = ?`,
      )
      .run(nowMs, open.digest);
    this.#forget();
    this.#parts.onTextsGone();
  }

  #eraseRows(open: Open): void {
    const seriesIds = this.#seriesOf(open.tenant);
    const from = this.#place ?? startAt(open.cursor_ms);
    const step = eraseRows(this.#parts, { seriesIds, from, toMs: open.requested_at_ms });
    this.#place = step.next;
    this.#parts.database
      .prepare(
        `UPDATE deleted_tenant SET state = ?, cursor_ms = ?, row_count = row_count + ?
          WHERE digest = ?`,
      )
      .run(step.next ? 'rows' : 'sums', step.next?.[0] ?? 0, step.rows, open.digest);
  }

  #eraseSums(open: Open): void {
    if (eraseSums(this.#parts, this.#seriesOf(open.tenant))) return;
    this.#parts.database
      .prepare(`UPDATE deleted_tenant SET state = 'texts' WHERE digest = ?`)
      .run(open.digest);
  }

  #seriesOf(tenant: string): readonly number[] {
    return this.#parts.series
      .current()
      .flatMap((one) => (one?.valueOf('tenant') === tenant ? [one.id] : []));
  }

  #forget(): void {
    this.#place = null;
    this.#texts = null;
  }
}

/** Before every row of an instant: numbers come before texts and bytes. */
function startAt(timestampMs: number): RowPlace {
  return [timestampMs, -1, -1];
}
