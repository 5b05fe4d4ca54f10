/** The inventory as history: a version of each resource for every state it was seen in. */
import type {
  InventoryPass,
  ResourceFact,
  ResourceKind,
  ResourceVersion,
} from '../../source/inventory.ts';
import { fromJson, toJson } from './map-json.ts';
import type { Database } from './open-database.ts';

interface ResourceRow {
  readonly arn: string;
  readonly account: string;
  readonly region: string;
  readonly kind: string;
  readonly valid_from_ms: number;
  readonly valid_to_ms: number | null;
  readonly first_seen_at_ms: number;
  readonly last_seen_at_ms: number;
  readonly body: string;
}

/** Writes what one look found; the caller holds the transaction. */
export function writeInventory(database: Database, pass: InventoryPass): void {
  const last = latestVersions(database, pass);
  for (const fact of pass.facts) writeFact(database, pass, fact, last.get(fact.arn) ?? null);
  const found = new Set(pass.facts.map((fact) => fact.arn));
  const end = endStatement(database);
  for (const row of last.values()) {
    const kind = row.kind as ResourceKind; // Written by writeFact.
    const isGone = pass.complete.includes(kind) && !found.has(row.arn);
    if (isGone && row.valid_to_ms === null) end.run(pass.atMs, row.arn, row.valid_from_ms);
  }
}

/** The newest version of everything in the account and Region of a pass. */
function latestVersions(
  database: Database,
  { account, region }: InventoryPass,
): ReadonlyMap<string, ResourceRow> {
  const rows = database
    .prepare<[string, string], ResourceRow>(
      'SELECT * FROM resource WHERE account = ? AND region = ? ORDER BY arn, valid_from_ms',
    )
    .all(account, region);
  return new Map(rows.map((row) => [row.arn, row]));
}

function writeFact(
  database: Database,
  pass: InventoryPass,
  fact: ResourceFact,
  last: ResourceRow | null,
): void {
  const body = toJson(fact);
  if (last?.valid_to_ms === null && isSame(fact, last.body)) {
    database
      .prepare(
        'UPDATE resource SET last_seen_at_ms = ?, body = ? WHERE arn = ? AND valid_from_ms = ?',
      )
      .run(pass.atMs, body, fact.arn, last.valid_from_ms);
    return;
  }
  const fromMs = last ? changedAtMs(fact, last, pass.atMs) : firstMs(fact, pass.atMs);
  if (last?.valid_to_ms === null) endStatement(database).run(fromMs, fact.arn, last.valid_from_ms);
  database
    .prepare(
      `INSERT OR REPLACE INTO resource (arn, valid_from_ms, valid_to_ms, account, region, kind,
                                        first_seen_at_ms, last_seen_at_ms, body)
       VALUES (?, ?, NULL, ?, ?, ?, ?, ?, ?)`,
    )
    .run(fact.arn, fromMs, pass.account, pass.region, fact.kind, pass.atMs, pass.atMs, body);
}

/** Nothing is known of the time before: it was so since it was made. */
function firstMs({ createdAtMs }: ResourceFact, atMs: number): number {
  return Math.min(createdAtMs ?? atMs, atMs);
}

/** AWS tells when it was changed, but not when a tag was: then it is when we saw it. */
function changedAtMs({ updatedAtMs }: ResourceFact, last: ResourceRow, atMs: number): number {
  const isTold = updatedAtMs !== null && updatedAtMs > last.last_seen_at_ms && updatedAtMs <= atMs;
  return Math.max(isTold ? updatedAtMs : atMs, last.valid_to_ms ?? 0);
}

/** A new time of change alone is no change of what we keep. */
function isSame(fact: ResourceFact, body: string): boolean {
  const last = fromJson(body) as ResourceFact; // Written by writeFact.
  return textOf({ ...last, updatedAtMs: null }) === textOf({ ...fact, updatedAtMs: null });
}

/** A text that does not depend on the order of keys, which AWS does not promise. */
function textOf(fact: ResourceFact): string {
  const tags = [...fact.tags].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.entries({ ...fact, tags }).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function endStatement(database: Database) {
  return database.prepare<[number, string, number]>(
    'UPDATE resource SET valid_to_ms = ? WHERE arn = ? AND valid_from_ms = ?',
  );
}

export function readResources(database: Database): readonly ResourceVersion[] {
  const rows = database
    .prepare<[], ResourceRow>('SELECT * FROM resource ORDER BY arn, valid_from_ms')
    .all();
  return rows.map((row) => ({
    account: row.account,
    region: row.region,
    fact: fromJson(row.body) as ResourceFact, // Written by writeFact.
    validFromMs: row.valid_from_ms,
    validToMs: row.valid_to_ms,
    firstSeenAtMs: row.first_seen_at_ms,
    lastSeenAtMs: row.last_seen_at_ms,
  }));
}
