/** The bill is read from a folder or a bucket: the newest whole version of each month, once. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readBill } from '../../server/job/read-bill.ts';
import { billDaysOf, reconcileStored } from '../../server/query/reconcile-stored.ts';
import { billFolder, billPlace, type BillPlace } from '../../server/source/bill-place.ts';
import type { Store } from '../../server/store/store.ts';
import { NOW_MS, withRig, type Rig } from '../source/rig.ts';
import {
  BILL_BOOK,
  BILLED,
  calledStore,
  csvGzOf,
  csvOf,
  curCells,
  focusCells,
  parquetOf,
} from '../support/bill-fixture.ts';

const MONTH = 'BILLING_PERIOD=2026-11';

function parts(store: Store) {
  const events: string[] = [];
  const log = (event: string): void => void events.push(event);
  return { store, nowMs: () => NOW_MS, signal: new AbortController().signal, log, events };
}

/** State and class of each usage on the bill that was read. */
function classesOf(store: Store): readonly string[] {
  const days = billDaysOf(store.bills.days(), '', store.extent()?.endMs ?? 0);
  if (!days) return [];
  const { rows } = reconcileStored(days, store, BILL_BOOK);
  return rows.map(({ day, model, usage, state, differs }) => {
    return `${day.slice(-2)} ${model} ${usage}: ${state}, ${differs}`;
  });
}

const CLASSES = [
  '01 amazon.nova-lite input_tokens: unmatched, notLogged',
  '01 amazon.nova-micro input_tokens: reconciled, none',
  '01 amazon.nova-micro output_tokens: reconciled, none',
  '01 anthropic.claude-sonnet-4-6 cache_read_tokens: unmatched, rate',
  '01 anthropic.claude-sonnet-4-6 cache_write_tokens 1h: reconciled, none',
  '01 anthropic.claude-sonnet-4-6 input_tokens: reconciled, rounding',
  '01 anthropic.claude-sonnet-4-6 output_tokens: unmatched, quantity',
  '02 amazon.nova-micro input_tokens: reconciled, none',
  '03 amazon.nova-micro input_tokens: pending, none',
];

function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = mkdtempSync(join(tmpdir(), 'outcrop-bill-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  for (const [name, content] of Object.entries(files)) write(path, name, content);
  return path;
}

function write(path: string, name: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(path, name)), { recursive: true });
  writeFileSync(join(path, name), content);
}

function bucket(rig: Rig, prefix = 'exports/'): BillPlace {
  const { account: identity, clients } = rig;
  const place = { bucket: 'bills', prefix, region: 'us-east-1' };
  return billPlace({ kind: 's3', identity, ...place }, clients);
}

function put(rig: Rig, key: string, content: string | Uint8Array, lastModifiedMs = 1): void {
  rig.world.putObject({ bucket: 'bills', key: `exports/${key}`, content, lastModifiedMs });
}

const manifest = (...keys: readonly string[]): string =>
  JSON.stringify({
    dataFiles: keys.map((key) => `s3://bills/exports/${key}`),
    columns: ['x.csv_'],
  });

describe('readBill', () => {
  test.each([
    ['CUR 2.0, CSV', 'cur-1.csv', csvOf(curCells())],
    ['CUR 2.0, packed CSV', 'cur-1.csv.gz', csvGzOf(curCells())],
    ['CUR 2.0, Parquet', 'cur-1.snappy.parquet', parquetOf(curCells())],
    ['FOCUS, packed CSV', 'focus.csv.gz', csvGzOf(focusCells())],
    ['FOCUS, Parquet', 'focus.parquet', parquetOf(focusCells())],
  ])('lands each difference in its class: %s', async (_, name, content) => {
    const store = calledStore();
    await readBill(billFolder(folder({ [`cur/data/${MONTH}/${name}`]: content })), parts(store));
    expect(classesOf(store)).toEqual(CLASSES);
    expect(store.bills.periods()).toMatchObject([
      { period: '2026-11', rows: BILLED.length, lastDay: '2026-11-03' },
    ]);
  });

  test('reads a bucket, and what it has read only once', async () => {
    await withRig(async (rig) => {
      const key = `cur/data/${MONTH}/cur-1.parquet`;
      put(rig, key, parquetOf(curCells()));
      put(rig, `cur/metadata/${MONTH}/cur-Manifest.json`, manifest(key));
      const told = parts(calledStore());
      await readBill(bucket(rig), told);
      await readBill(bucket(rig), told);
      expect(classesOf(told.store)).toEqual(CLASSES);
      expect(told.events).toEqual(['bill read']);
      expect(told.store.sourceState('bill:s3://bills/exports/')).toMatchObject({
        kind: 'bill',
        completeToMs: Date.UTC(2026, 10, 3),
        error: null,
      });
    });
  });

  test('puts an overwritten month in the place of the one before', async () => {
    await withRig(async (rig) => {
      const key = `cur/data/${MONTH}/cur-1.csv.gz`;
      put(rig, key, csvGzOf(curCells(BILLED.slice(0, 2))));
      const told = parts(calledStore());
      await readBill(bucket(rig), told);
      put(rig, key, csvGzOf(curCells()), 2);
      await readBill(bucket(rig), told);
      expect(classesOf(told.store)).toEqual(CLASSES);
    });
  });

  test('reads the newest of the versions of a month, and no other', async () => {
    await withRig(async (rig) => {
      const [old, fresh] = ['20261103T010000Z-aaaa', '20261104T010000Z-bbbb'];
      for (const [version, rows] of [
        [old, BILLED.slice(0, 3)],
        [fresh, BILLED],
      ] as const) {
        const key = `cur/data/${MONTH}/${version}/cur-00001.csv.gz`;
        put(rig, key, csvGzOf(curCells(rows)));
        put(rig, `cur/metadata/${MONTH}/${version}/cur-Manifest.json`, manifest(key));
      }
      const told = parts(calledStore());
      await readBill(bucket(rig), told);
      expect(classesOf(told.store)).toEqual(CLASSES);
    });
  });

  test('waits for a version that is being written, and keeps the one before', async () => {
    const path = folder({ [`cur/data/${MONTH}/cur-1.csv`]: csvOf(curCells()) });
    const told = parts(calledStore());
    await readBill(billFolder(path), told);
    const two = manifest(`cur/data/${MONTH}/cur-1.csv`, `cur/data/${MONTH}/cur-2.csv`);
    write(path, `cur/metadata/${MONTH}/cur-Manifest.json`, two);
    await readBill(billFolder(path), told);
    expect(told.events).toEqual(['bill read', 'bill being written']);
    expect(classesOf(told.store)).toEqual(CLASSES);
  });

  test('refuses two exports of one month, which would count twice', async () => {
    const path = folder({
      [`cur/data/${MONTH}/cur-1.csv`]: csvOf(curCells()),
      [`focus/data/${MONTH}/focus-1.csv`]: csvOf(focusCells()),
    });
    await expect(readBill(billFolder(path), parts(calledStore()))).rejects.toThrow(
      'Both cur and focus hold the bill of 2026-11.',
    );
  });

  test('forgets the bill of a place that the config no longer names', async () => {
    const told = parts(calledStore());
    await readBill(billFolder(folder({ 'a.csv': csvOf(curCells()) })), told);
    await readBill(billFolder(folder({ 'b.csv': csvOf(focusCells()) })), told);
    expect(told.store.bills.periods()).toHaveLength(1);
    expect(classesOf(told.store)).toEqual(CLASSES);
  });

  test('names the file that is no bill, and says what to export', async () => {
    const path = folder({ [`cur/data/${MONTH}/other.csv`]: 'a,b\n1,2\n' });
    await expect(readBill(billFolder(path), parts(calledStore()))).rejects.toMatchObject({
      message: `cur/data/${MONTH}/other.csv has the columns of neither CUR 2.0 nor FOCUS.`,
      hint: expect.stringContaining('docs/reports.md') as unknown,
    });
  });

  test('says that there is no export where there is none', async () => {
    await expect(readBill(billFolder(folder({})), parts(calledStore()))).rejects.toThrow(
      'There is no cost export at',
    );
  });
});
