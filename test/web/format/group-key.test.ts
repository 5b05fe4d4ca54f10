/** Claims about groups of several dimensions at once. */
import { describe, expect, test } from 'vitest';
import {
  groupKey,
  groupLabel,
  groupTerms,
  otherTerms,
  valuesAt,
} from '../../../web/format/group-key.ts';

const row = { group: { tenant: 'acme', model: '' }, start: '2026-11-22T10:00:00Z', values: {} };
const both = ['tenant', 'model'] as const;

describe('a group of two dimensions', () => {
  test('is read by its values, and filtered by both', () => {
    const key = groupKey(row, both);
    expect(groupLabel(key)).toBe('acme \u00b7 (none)');
    expect(groupTerms(key, both)).toEqual([
      { dimension: 'tenant', negated: false, values: ['acme'] },
      { dimension: 'model', negated: false, values: [''] },
    ]);
    expect(valuesAt([key, key], 0)).toEqual(['acme']);
  });

  test('has no filter for its others; one dimension has', () => {
    expect(otherTerms([groupKey(row, both)], both)).toBeNull();
    expect(otherTerms(['acme'], ['tenant'])).toEqual([
      { dimension: 'tenant', negated: true, values: ['acme'] },
    ]);
  });
});
