/** Tables that rules look up in: CSV as spreadsheets write it, and where it is wrong. */
import { describe, expect, test } from 'vitest';
import { parseAttributionRule } from '../../server/attribute/attribution-rule.ts';
import { parseLookupTable } from '../../server/attribute/lookup-table.ts';
import { UNATTRIBUTED } from '../../shared/dimensions.ts';
import { attribute, inputOf } from './input.ts';

const TEAMS = 'role,team,cost center\nOrdersApi,orders,CC-1\nSearchApi,"search, ranking",CC-2\n';

function tableOf(text: string) {
  const table = parseLookupTable(text, 'role');
  if (!table.ok) throw new Error(table.problem.message);
  return table.value;
}

describe('parseLookupTable', () => {
  test.each<readonly [string, string]>([
    ['plain lines', TEAMS],
    ['CRLF and a byte order mark', `\uFEFF${TEAMS.replaceAll('\n', '\r\n')}`],
    ['no end of the last line', TEAMS.trimEnd()],
    ['empty lines', TEAMS.replaceAll('\n', '\n\n')],
  ])('reads %s', (_, text) => {
    const table = tableOf(text);
    expect(table.columns).toEqual(['role', 'team', 'cost center']);
    expect([...table.rows]).toEqual([
      ['OrdersApi', ['OrdersApi', 'orders', 'CC-1']],
      ['SearchApi', ['SearchApi', 'search, ranking', 'CC-2']],
    ]);
  });

  test('reads quotes within quotes, and lines within cells', () => {
    expect(tableOf('role,x\na,"say ""hi""\nthere"\n').rows.get('a')?.[1]).toBe('say "hi"\nthere');
  });

  test('L2: keeps names of every object as keys like any other', () => {
    const { rows } = tableOf('role,x\n__proto__,1\nconstructor,2\ntoString,3\n');
    expect([...rows.keys()]).toEqual(['__proto__', 'constructor', 'toString']);
    expect(rows.get('valueOf')).toBeUndefined();
  });

  test.each<readonly [string, string, string, RegExp]>([
    ['nothing', '', '1:1', /no header/],
    ['no such column', 'name,x\n', '1:1', /no column "role"/],
    ['a column twice', 'role,x,x\n', '1:8', /"x" stands twice/],
    ['a row that is short', 'role,x\na\n', '2:1', /1 cells, but the header has 2/],
    ['a row that is long', 'role,x\na,b,c\n', '2:1', /3 cells/],
    ['a key twice', 'role,x\na,1\na,2\n', '3:1', /stands twice/],
    ['a key that is missing', 'x,role\n1,\n', '2:3', /role is missing/],
    ['an open quote', 'role,x\na,"b\n', '2:3', /quote is not closed/],
    ['a quote inside', 'role,x\na,b"c\n', '2:3', /quote/],
    ['a mistake after a cell of two lines', 'role,x\na,"b\nc"\nd\n', '4:1', /1 cells/],
    ['a cell that is long', `role,x\na,${'b'.repeat(1025)}\n`, '2:1', /1024 characters/],
  ])('tells where %s stands', (_, text, place, message) => {
    const table = parseLookupTable(text, 'role');
    expect(table.ok).toBe(false);
    if (table.ok) return;
    expect(`${table.problem.line}:${table.problem.column}`).toBe(place);
    expect(table.problem.message).toMatch(message);
  });
});

describe('a rule with a look-up', () => {
  const tables = new Map([['teams', tableOf(TEAMS)]]);
  const lookup = { table: 'teams', key: '$1' };
  const text = { name: 'by table', when: { role: '(.+)' }, lookup, tenant: '${team}' };
  const byTable = parseAttributionRule({ ...text, tags: { cc: '${cost center} $1' } }, tables);

  test('gives tenant and tags from the row', () => {
    if (!byTable.ok) throw new Error(byTable.problem.message);
    const { tenant, tags } = attribute(inputOf(), [byTable.value]);
    expect(tenant).toBe('orders');
    expect(tags).toEqual([{ key: 'cc', value: 'CC-1 OrdersApi', source: 'rule' }]);
  });

  test('does not match where no row has the key', () => {
    if (!byTable.ok) throw new Error(byTable.problem.message);
    const principal = { ...inputOf().invocation.principal, name: 'Other' };
    const input = inputOf({ invocation: { principal } });
    expect(attribute(input, [byTable.value]).tenant).toBe(UNATTRIBUTED);
  });

  test.each<readonly [string, unknown, string, RegExp]>([
    ['a table', { ...text, lookup: { table: 'x', key: '$1' } }, 'lookup.table', /there are teams/],
    ['a group', { ...text, lookup: { table: 'teams', key: '$2' } }, 'lookup.key', /one group/],
    ['a column', { ...text, tenant: '${nope}' }, 'tenant', /role, team, cost center/],
    ['a column without look-up', { ...text, lookup: undefined }, 'tenant', /there is none/],
    ['a group in a tag', { ...text, tags: { a: '$3' } }, 'tags.a', /names no group/],
  ])('refuses %s that is not there', (_, value, path, message) => {
    const rule = parseAttributionRule(value, tables);
    expect(rule.ok ? '' : rule.problem.path).toBe(path);
    expect(rule.ok ? '' : rule.problem.message).toMatch(message);
  });
});
