/** Agreed amounts of the config are exact, and a float is none. */
import { expect, test } from 'vitest';
import { parseConfig } from '../../server/config/parse-config.ts';

const withUsd = (usd: string) =>
  parseConfig(`adjustments: [{tenant: a, month: '2026-11', label: credit, usd: ${usd}}]`, {});

test('reads an agreed amount to the last digit', () => {
  const config = withUsd("'-12.000000000000000001'");
  expect(config.ok && config.value.adjustments).toEqual([
    { tenant: 'a', month: '2026-11', label: 'credit', amountAttoUsd: -12_000_000_000_000_000_001n },
  ]);
});

test('refuses an amount that is a float, not quoted text', () => {
  const config = withUsd('-12.5');
  expect(config.ok ? [] : config.problem.map(({ path }) => path)).toEqual(['adjustments.0.usd']);
});
