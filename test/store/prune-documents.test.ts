/** Reports, events of the audit log and quarantine are forgotten by age, each by its own. */
import { describe, expect, test } from 'vitest';
import { checkChain } from '../../server/store/audit-chain.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import { DAY_MS } from '../../shared/window.ts';
import { batch, T0_MS } from '../support/metered.ts';

const open = (): Store => openSqliteStore({ path: ':memory:', promotedTags: [] });
const CUT_MS = T0_MS + 10 * DAY_MS;

function addReport(store: Store, day: number, targets: readonly string[] = []): void {
  const date = new Date(T0_MS + day * DAY_MS).toISOString().slice(0, 10);
  const head = { name: 'nightly', date, revision: 1, kind: 'nightly', state: 'final' } as const;
  const file = { name: 'a.csv', contentType: 'text/csv', bytes: Buffer.from('1') };
  const made = { fingerprint: 'f', summary: '', madeAtMs: T0_MS + day * DAY_MS };
  store.reports.save({ ...head, ...made }, [file], targets);
}

const datesOf = (store: Store) => store.reports.list(99).map(({ date }) => date.slice(-2));

describe('reports', () => {
  test('go with their files when they are old enough', () => {
    const store = open();
    for (let day = 0; day < 20; day += 1) addReport(store, day);
    while (store.prune({ reportsMs: CUT_MS }));
    expect(datesOf(store).toReversed()).toEqual([
      '11',
      '12',
      '13',
      '14',
      '15',
      '16',
      '17',
      '18',
      '19',
      '20',
    ]);
    expect(store.reports.files({ name: 'nightly', date: '2026-11-02', revision: 1 })).toEqual([]);
  });

  test('stay when they are the last of their name, or still owed to somebody', () => {
    const store = open();
    addReport(store, 1, ['ops']);
    addReport(store, 2);
    addReport(store, 3);
    while (store.prune({ reportsMs: CUT_MS }));
    expect(datesOf(store)).toEqual(['04', '02']);
  });
});

describe('the audit log', () => {
  function events(store: Store, days: number): void {
    for (let day = 0; day < days; day += 1) {
      const atMs = T0_MS + day * DAY_MS;
      store.access.addAudit({ atMs, who: 'ada', action: 'signIn', subject: `${day}`, detail: '' });
    }
  }
  const all = { beforeSeq: Number.MAX_SAFE_INTEGER, limit: 99 };
  const check = ({ access }: Store, kept = access.audit(all).toReversed()) =>
    checkChain(kept, access.auditHead(), access.auditFloor());

  test('forgets its oldest events, and its chain still holds', () => {
    const store = open();
    events(store, 20);
    while (store.prune({ auditMs: CUT_MS }));
    expect(store.access.audit(all).map(({ seq }) => seq)).toEqual([
      20, 19, 18, 17, 16, 15, 14, 13, 12, 11,
    ]);
    expect(check(store)).toBeNull();
    expect(check(store, store.access.audit(all).toReversed().slice(1))?.seq).toBe(11);
    events(store, 1);
    expect(check(store)).toBeNull();
  });

  test('forgets all, and goes on from there', () => {
    const store = open();
    events(store, 3);
    while (store.prune({ auditMs: CUT_MS }));
    expect(store.access.audit(all)).toEqual([]);
    expect(check(store)).toBeNull();
    events(store, 1);
    expect(store.access.audit(all)[0]?.seq).toBe(4);
    expect(check(store)).toBeNull();
  });
});

test('the quarantine has an age of its own', () => {
  const store = open();
  const problem = { origin: 'file#1', code: 'notJson', path: '' } as const;
  store.ingest(batch([], { quarantined: [problem] }));
  while (store.prune({ rowsMs: CUT_MS }));
  expect(store.quarantineCounts()).toEqual([{ code: 'notJson', count: 1 }]);
  while (store.prune({ quarantineMs: CUT_MS }));
  expect(store.quarantineCounts().filter(({ code }) => code === 'notJson')).toEqual([]);
});
