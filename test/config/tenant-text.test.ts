/** Facts of tenants in the config and in a table: what is read, and where a mistake stands. */
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../server/config/parse-config.ts';
import { err, ok } from '../../shared/result.ts';

const file = (text: string) => () => ok(text);

function factsOf(text: string, csv = '') {
  const config = parseConfig(text, {}, file(csv));
  if (!config.ok) throw new Error(JSON.stringify(config.problem));
  return config.value.tenants;
}

function problemsOf(text: string, csv = ''): readonly string[] {
  const config = parseConfig(text, {}, file(csv));
  if (config.ok) return [];
  return config.problem.map(({ file: name, line, column, message }) => {
    return `${name ?? 'config'}:${line}:${column} ${message}`;
  });
}

const ACME = {
  tenant: 'acme',
  name: 'Acme Shop',
  parent: 'retail',
  owner: null,
  budgetOwner: null,
  contact: null,
};

describe('tenants', () => {
  test('are read from the config', () => {
    const text = 'tenants:\n  - { tenant: acme, name: Acme Shop, parent: retail }\n';
    expect(factsOf(text)).toEqual([ACME]);
  });

  test('are read from a table, whose columns stand in any order and whose empty cells say nothing', () => {
    const csv = 'parent,tenant,owner,name\nretail,acme,,Acme Shop\n';
    expect(factsOf('tenantsFile: tenants.csv', csv)).toEqual([ACME]);
  });

  test.each([
    ['a tenant told twice', 'tenants:\n  - tenant: a\n  - tenant: a\n', 'config:3:13 stands twice'],
    [
      'a circle of three',
      'tenants:\n  - { tenant: a, parent: b }\n  - { tenant: b, parent: c }\n  - { tenant: c, parent: a }\n',
      'config:2:26 a would stand above itself',
    ],
    [
      'its own parent',
      'tenants:\n  - { tenant: a, parent: a }\n',
      'config:2:26 a would stand above itself',
    ],
  ])('are refused with %s, and the place is told', (_name, text, problem) => {
    expect(problemsOf(text)).toContain(problem);
  });

  test.each([
    ['a row told twice', 'tenant,name\na,A\na,B\n', 'tenants.csv:3:1 this tenant stands twice'],
    ['a header without tenant', 'name\nA\n', 'tenants.csv:1:1 there is no column "tenant"'],
    ['a circle', 'tenant,parent\na,b\nb,a\n', 'config:1:14 a would stand above itself'],
  ])('of a table are refused with %s', (_name, csv, problem) => {
    expect(problemsOf('tenantsFile: tenants.csv', csv)).toEqual([problem]);
  });

  test('stand in the config or in a table, not in both, and the table must be there', () => {
    const both = 'tenants: [{ tenant: a }]\ntenantsFile: tenants.csv\n';
    expect(problemsOf(both)[0]).toMatch(/not in both/);
    const missing = parseConfig('tenantsFile: no.csv', {}, () => err('cannot read no.csv'));
    expect(missing).toMatchObject({ ok: false, problem: [{ message: 'cannot read no.csv' }] });
  });
});
