/** Tenants as a tree, and places in a text of rules. */
import { describe, expect, test } from 'vitest';
import type { TenantReply } from '../../../shared/attribution-contract.ts';
import { branches } from '../../../web/state/tenant-tree.ts';
import { placeIn } from '../../../web/state/text-place.ts';

function tenantOf(tenant: string, parent: string | null): TenantReply {
  const nothing = { name: null, owner: null, budgetOwner: null, contact: null };
  return { tenant, parent, ...nothing, cost: '1', costWithin: '1', invocations: 1 };
}

function drawn(...pairs: readonly (readonly [string, string | null])[]): readonly string[] {
  const all = branches(pairs.map(([tenant, parent]) => tenantOf(tenant, parent)));
  return all.map(({ tenant, depth }) => '-'.repeat(depth) + tenant.tenant);
}

describe('branches', () => {
  test.each([
    [
      'puts each below its parent',
      [
        ['a', 'top'],
        ['top', null],
        ['b', 'top'],
      ],
      ['top', '-a', '-b'],
    ],
    [
      'goes down as far as it is told',
      [
        ['c', 'b'],
        ['b', 'a'],
        ['a', null],
      ],
      ['a', '-b', '--c'],
    ],
    [
      'keeps the order of siblings',
      [
        ['z', null],
        ['a', null],
      ],
      ['z', 'a'],
    ],
    ['puts one whose parent nobody lists at the top', [['a', 'gone']], ['a']],
    ['has no tenant of no tenants', [], []],
  ] as const)('%s', (_name, pairs, tree) => {
    expect(drawn(...pairs)).toEqual(tree);
  });
});

describe('placeIn', () => {
  const TEXT = 'rules:\n  - a\n';
  test.each([
    ['the first character', 1, 1, 0],
    ['a column of a later line', 2, 3, 9],
    ['the end of a line that is shorter', 1, 99, 6],
    ['the end of the text past its last line', 9, 1, TEXT.length],
  ])('finds %s', (_name, line, column, index) => {
    expect(placeIn(TEXT, line, column)).toBe(index);
  });
});
