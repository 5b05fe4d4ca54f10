/** What must hold of a file after a kill in a deletion or a nightly check. */
import { readFileSync } from 'node:fs';
import { DAY_MS } from '../../shared/window.ts';
import { openFile } from '../../server/store/sqlite/open-file.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { digestOf, readFacts } from './database-facts.ts';
import { DAYS, DELETED, FIRST_MS, type Stage } from './kill-upkeep-child.ts';

/** Rows and rollups of all but the tenant that is deleted, as one short text. */
export function othersOf(file: string): string {
  const facts = readFacts(file, openFile(file, false));
  const isOthers = (text: string): boolean => !text.includes(`"${DELETED}"`);
  const cells = [...facts.cells].map(([level, all]) => {
    return [level, all.filter(({ text }) => isOthers(text))] as const;
  });
  return digestOf({ ...facts, rows: facts.rows.filter(isOthers), cells: new Map(cells) });
}

/** How far a check had come when it was killed. */
export function checkedState(file: string): string {
  const { checkedDays, differing } = checksOf(file);
  same(differing, 0, 'no day is told to differ');
  return `${checkedDays} days checked`;
}

/** What whoever starts next has come to. @throws Error when something was left undone */
export function mustBeDone(stage: Stage, file: string, others: string): void {
  if (stage === 'deletion') {
    same(othersOf(file), others, 'the figures of all others are untouched');
    same(readFileSync(file).includes(DELETED), false, 'no byte of the file names the tenant');
  }
  if (stage !== 'nightly check') return;
  const { days, checkedDays, differing } = checksOf(file);
  same(`${days}, ${checkedDays}, ${differing}`, `${DAYS}, ${DAYS}, 0`, 'all days are checked');
}

function checksOf(file: string) {
  const store = openSqliteStore({ path: file, promotedTags: [] });
  const { days, checkedDays } = store.dayChecks.sums(FIRST_MS + DAYS * DAY_MS);
  const differing = store.dayChecks.differing().length;
  store.close();
  return { days, checkedDays, differing };
}

/** @throws Error unless what was found is what it should be. */
export function same(found: unknown, expected: unknown, claim: string): void {
  if (found !== expected) throw new Error(`Not so: ${claim}: ${String(found).slice(0, 200)}`);
}
