/** Quotas in SQLite: a version of each for every value it was seen with. */
import type { QuotaFact } from '../../source/quota.ts';
import type { QuotaLedger, QuotaLook, QuotaPass, QuotaVersion } from '../quota-ledger.ts';
import type { Database } from './open-database.ts';

const VERSIONS = `
  SELECT account, region, origin, code, name, value, is_adjustable AS isAdjustable,
         valid_from_ms AS validFromMs, valid_to_ms AS validToMs, last_seen_at_ms AS lastSeenAtMs
    FROM quota
   ORDER BY account, region, origin, code, valid_from_ms`;
const OPEN = `
  SELECT code, name, value, is_adjustable AS isAdjustable
    FROM quota
   WHERE account = @account AND region = @region AND origin = @origin AND valid_to_ms IS NULL`;
const END = `
  UPDATE quota SET valid_to_ms = @atMs
   WHERE account = @account AND region = @region AND origin = @origin AND code = @code
     AND valid_to_ms IS NULL`;
const SEEN = `
  UPDATE quota SET last_seen_at_ms = @atMs, name = @name
   WHERE account = @account AND region = @region AND origin = @origin AND code = @code
     AND valid_to_ms IS NULL`;
const BEGIN = `
  INSERT OR REPLACE INTO quota (account, region, origin, code, valid_from_ms, valid_to_ms,
                                last_seen_at_ms, name, value, is_adjustable)
  VALUES (@account, @region, @origin, @code, @atMs, NULL, @atMs, @name, @value, @isAdjustable)`;
const LOOKS = 'SELECT account, region, at_ms AS atMs, error FROM quota_look';
const LOOK = `
  INSERT OR REPLACE INTO quota_look (account, region, at_ms, error)
  VALUES (@account, @region, @atMs, @error)`;

/** SQLite has no booleans. */
type Row<Fact extends QuotaFact> = Omit<Fact, 'isAdjustable'> & { readonly isAdjustable: number };

/** @param write runs work as a write of the store, with its errors made ours. */
export function openQuotas(
  database: Database,
  write: <Answer>(work: () => Answer) => Answer,
): QuotaLedger {
  return {
    save: (pass) => write(() => savePass(database, pass)),
    saveLook: ({ error, ...look }) => {
      const text = error && JSON.stringify(error);
      write(() => database.prepare(LOOK).run({ ...look, error: text }));
    },
    versions: () => database.prepare<[], Row<QuotaVersion>>(VERSIONS).all().map(asFact),
    looks: () => {
      const rows = database.prepare<[], LookRow>(LOOKS).all();
      return rows.map(({ error, ...look }): QuotaLook => {
        // The guarantee: saveLook wrote it.
        return {
          ...look,
          error: error === null ? null : (JSON.parse(error) as QuotaLook['error']),
        };
      });
    },
  };
}

type LookRow = Omit<QuotaLook, 'error'> & { readonly error: string | null };

function asFact<Fact extends QuotaFact>(row: Row<Fact>) {
  return { ...row, isAdjustable: row.isAdjustable === 1 };
}

function savePass(database: Database, { facts, ...pass }: QuotaPass): void {
  const { atMs, ...place } = pass;
  const rows = database.prepare<[typeof place], Row<QuotaFact>>(OPEN).all(place);
  const open = new Map(rows.map((row) => [row.code, row]));
  for (const fact of facts) {
    const known = open.get(fact.code);
    open.delete(fact.code);
    const isAdjustable = Number(fact.isAdjustable);
    const row = { ...pass, ...fact, isAdjustable };
    if (known?.value === fact.value && known.isAdjustable === isAdjustable) {
      const { code, name } = fact;
      database.prepare(SEEN).run({ ...pass, code, name });
      continue;
    }
    if (known) database.prepare(END).run({ ...pass, code: fact.code });
    database.prepare(BEGIN).run(row);
  }
  for (const code of open.keys()) database.prepare(END).run({ ...place, atMs, code });
}
