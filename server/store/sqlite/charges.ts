/** Charges that no call carries: one quantity an hour and series, replaced by whole spans. */
import { NONE } from '../../../shared/dimensions.ts';
import type { Window } from '../../../shared/window.ts';
import type { SharedCharge } from '../../meter/charge.ts';
import { usageTypeKey } from '../../meter/usage.ts';
import { SERIES_DIMENSIONS, type SeriesDimension } from '../row-texts.ts';
import type { Dictionaries } from './dictionaries.ts';
import type { Database } from './open-database.ts';
import type { Promotion } from './promotion.ts';
import { seriesKey } from './series.ts';

export interface ChargeRow {
  readonly bucket_start_ms: number;
  readonly series_id: number;
  readonly quantity: number;
}

/** The table of charges; their series stand among those of calls, without a status. */
export class ChargeTable {
  readonly #dictionaries: Dictionaries;
  readonly #promotion: Promotion;
  readonly #scan;
  readonly #clear;
  readonly #add;

  constructor(database: Database, dictionaries: Dictionaries, promotion: Promotion) {
    this.#dictionaries = dictionaries;
    this.#promotion = promotion;
    this.#scan = database.prepare<[number, number], ChargeRow>(`
      SELECT bucket_start_ms, series_id, quantity
        FROM charge_hour WHERE bucket_start_ms >= ? AND bucket_start_ms < ?`);
    this.#clear = database.prepare<[number, number]>(
      'DELETE FROM charge_hour WHERE bucket_start_ms >= ? AND bucket_start_ms < ?',
    );
    this.#add = database.prepare<[number, number, number]>(`
      INSERT INTO charge_hour (bucket_start_ms, series_id, quantity) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET quantity = quantity + excluded.quantity`);
  }

  /** Puts charges in the place of all that are stamped in a window; call it in a transaction. */
  replace({ startMs, endMs }: Window, charges: readonly SharedCharge[]): void {
    this.#clear.run(startMs, endMs);
    for (const charge of charges) {
      this.#add.run(charge.hourMs, this.#seriesOf(charge), charge.quantity);
    }
  }

  /** A charge counts where its hour begins, so that windows cut anywhere add up. */
  between(startMs: number, endMs: number): IterableIterator<ChargeRow> {
    return this.#scan.iterate(startMs, endMs);
  }

  #seriesOf(charge: SharedCharge): number {
    const { type } = charge;
    const values: Record<SeriesDimension, string> = {
      account: charge.account,
      region: charge.region,
      model: type.model,
      profile: charge.resource,
      operation: charge.operation,
      principal: NONE,
      routing: type.routing,
      tier: type.tier,
      status: NONE,
      tenant: charge.tenant,
      rule: NONE,
    };
    const usageSetId = this.#dictionaries.usageSet.idOf(usageTypeKey(type));
    const promoted = this.#promotion.promotedAt(charge.hourMs, []);
    const inOrder = SERIES_DIMENSIONS.map((name) => values[name]);
    return this.#dictionaries.series.idOf(seriesKey(inOrder, promoted, usageSetId));
  }
}
