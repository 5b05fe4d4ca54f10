/** Holds the benchmark of attribution to what it says it does, at small size. */
import { expect, test } from 'vitest';
import { UNATTRIBUTED } from '../../shared/dimensions.ts';
import { attributePrincipals, benchRules, SHORT } from './attribute.ts';

test('the benchmark sends each principal to its tenant, and strangers to nobody', () => {
  const found = attributePrincipals(2_000, SHORT);
  expect(benchRules().rules).toHaveLength(200);
  expect([...found.callsByTenant.values()].reduce((sum, calls) => sum + calls, 0)).toBe(2_000);
  expect(found.callsByTenant.get(UNATTRIBUTED)).toBe(500);
  expect(found.callsByTenant.get('app-4')).toBe(20);
  expect(found.callsByTenant.get('staff-2')).toBe(20);
});
