/** The inventory as it was at the time of a call: what was changed since counts as then. */
import type { Inventory, ResourceFact, ResourceVersion } from '../source/inventory.ts';

export interface InventoryHistory {
  /**
   * What stood behind each ARN, and each bare id, at an instant.
   *
   * @param atMs epoch ms; before the first version of a resource the first holds, after its end the
   *   last: it was called, so it was there, and nobody knows better. Never throws.
   */
  at(atMs: number): Inventory;
  /** Tags of an IAM role or user at an instant, as of a resource; null when none were ever read. */
  principalTags(arn: string, atMs: number): ReadonlyMap<string, string> | null;
}

const histories = new WeakMap<readonly ResourceVersion[], InventoryHistory>();

/** The history of a list that does not change; put in order once for each list. */
export function historyOf(versions: readonly ResourceVersion[]): InventoryHistory {
  const known = histories.get(versions) ?? inventoryHistory(versions);
  histories.set(versions, known);
  return known;
}

/** Puts the versions of all resources in order of time. */
function inventoryHistory(versions: readonly ResourceVersion[]): InventoryHistory {
  const callees = new Map<string, ResourceVersion[]>();
  const callers = new Map<string, ResourceVersion[]>();
  for (const version of versions.toSorted((a, b) => a.validFromMs - b.validFromMs)) {
    const { arn, kind } = version.fact;
    if (kind.endsWith('Job')) continue; // Nobody calls a job.
    const byArn = kind === 'role' || kind === 'user' ? callers : callees;
    const own = byArn.get(arn);
    if (own) own.push(version);
    else byArn.set(arn, [version]);
  }
  const histories = [...callees.values()];
  const changes = histories.flatMap((own) => own.slice(1).map((one) => one.validFromMs));
  const changesMs = [...new Set(changes)].toSorted((a, b) => a - b);
  const inventories = new Map<number, Inventory>();
  return {
    at: (atMs) => {
      const after = countUpTo(changesMs, atMs);
      const known = inventories.get(after) ?? inventoryAt(histories, changesMs[after - 1]);
      inventories.set(after, known);
      return known;
    },
    principalTags: (arn, atMs) => {
      const own = callers.get(arn);
      return (own && heldAt(own, atMs)?.fact.tags) ?? null;
    },
  };
}

/** Ascending by time; before the first version the first holds, after the last one the last. */
function heldAt(own: readonly ResourceVersion[], atMs: number): ResourceVersion | undefined {
  return own.findLast((one) => one.validFromMs <= atMs) ?? own[0];
}

/** How many of these ascending times are not after an instant. */
function countUpTo(timesMs: readonly number[], atMs: number): number {
  let low = 0;
  let high = timesMs.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((timesMs[middle] ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param atMs undefined before the first change. */
function inventoryAt(
  histories: readonly (readonly ResourceVersion[])[],
  atMs: number | undefined,
): Inventory {
  const profiles = new Map<string, ResourceFact>();
  for (const own of histories) {
    const held = heldAt(own, atMs ?? -Infinity);
    if (!held) continue;
    const { fact } = held;
    profiles.set(fact.arn, fact);
    // Some records name a profile by the twelve characters that end its ARN.
    const id = fact.arn.slice(fact.arn.lastIndexOf('/') + 1);
    if (!profiles.has(id)) profiles.set(id, fact);
  }
  return { profiles };
}
