/** A running server takes prices over when their file changes, and keeps them when it breaks. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLiveBook } from '../../server/cli/live-book.ts';

const LOOK_MS = 5_000;
const priceOf = (usd: string): string =>
  `prices:\n  - { model: amazon.nova-micro, dimension: input_tokens, region: us-east-1, usd: '${usd}', per: 1000000 }\n`;

describe('openLiveBook', () => {
  let folder: string;
  let pricesPath: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'outcrop-live-book-'));
    pricesPath = path.join(folder, 'prices.yaml');
    writeFileSync(pricesPath, priceOf('0.03'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = () => openLiveBook({ pricesPath, database: path.join(folder, 'outcrop.db') });
  const ownUsd = ({ prices }: ReturnType<typeof open>) =>
    prices.book.rows.find(({ source }) => source.key === 'override')?.usd;

  test('shows new rates to whoever holds the book', () => {
    const live = open();
    const version = live.prices.version;
    expect(live.refresh(0).kind).toBe('same');
    writeFileSync(pricesPath, priceOf('0.0125'));
    expect(live.refresh(LOOK_MS).kind).toBe('changed');
    expect(ownUsd(live)).toBe('0.0125');
    expect(live.prices.version).not.toBe(version);
  });

  test('looks at most every five seconds', () => {
    const live = open();
    live.refresh(0);
    writeFileSync(pricesPath, priceOf('0.0125'));
    expect(live.refresh(LOOK_MS - 1).kind).toBe('same');
    expect(ownUsd(live)).toBe('0.03');
  });

  test('keeps the rates that were in force when the file breaks, and says why once', () => {
    const live = open();
    writeFileSync(pricesPath, 'prices: nonsense and more');
    expect(live.refresh(0)).toMatchObject({ kind: 'broken' });
    expect(ownUsd(live)).toBe('0.03');
    expect(live.refresh(LOOK_MS).kind).toBe('same');
  });
});
