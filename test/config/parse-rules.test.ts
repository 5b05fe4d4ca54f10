/** Rules and tables in files that the config names: found, versioned, and wrong at a place. */
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../server/config/parse-config.ts';
import { err, ok } from '../../shared/result.ts';

describe('the version of the rules', () => {
  test('gives the rules another version for another cell of a table', () => {
    const text = `attribution:
  tables: [{name: teams, file: teams.csv, key: role}]
  rules:
    - {name: t, when: {role: (.+)}, lookup: {table: teams, key: $1}, tenant: '\${team}'}`;
    const versions = ['a,red', 'a,blue', 'a,red'].map((line) => {
      const config = parseConfig(text, {}, () => ok(`role,team\n${line}\n`));
      return config.ok ? config.value.rules.version : JSON.stringify(config.problem);
    });
    expect(versions[0]).toMatch(/^[0-9a-f]{12}$/);
    expect(versions[1]).not.toBe(versions[0]);
    expect(versions[2]).toBe(versions[0]);
  });
});

describe('a file of rules', () => {
  const files = new Map([
    ['rules.yaml', 'rules:\n  - {name: a, when: {role: x}, tenant: y}\n'],
    ['wrong.yaml', 'rules:\n  - name: a\n    when: {rolle: x}\n    tenant: y\n'],
    ['table.yaml', 'tables: [{name: t, file: t.csv, key: role}]\nrules: []\n'],
    ['t.csv', 'role,team\na,b\nc\n'],
  ]);
  const placesIn = (text: string): readonly string[] => {
    const config = parseConfig(text, {}, (path) => {
      const found = files.get(path);
      return found === undefined ? err(`cannot read ${path}`) : ok(found);
    });
    if (config.ok) return config.value.rules.rules.map(({ name }) => `rule ${name}`);
    return config.problem.map((one) => `${one.file}:${one.line}:${one.column} ${one.message}`);
  };

  test.each<readonly [string, string, readonly (string | RegExp)[]]>([
    ['gives its rules', 'rulesFile: rules.yaml', ['rule a']],
    [
      'is named where it is wrong',
      'rulesFile: wrong.yaml',
      [/^wrong.yaml:3:\d+ there is no field/],
    ],
    ['tells of its table', 'rulesFile: table.yaml', [/^t.csv:3:1 1 cells, but the header has 2/]],
    ['must be there', 'rulesFile: none.yaml', [/^null:2:14 cannot read none.yaml/]],
    ['stands alone', 'rulesFile: rules.yaml\n  rules: []', [/^null:2:14 .*not in both/]],
    [
      'is not the only place of a table',
      'tables: [{name: t, file: t.csv, key: x}]',
      [/^t.csv:1:1/],
    ],
  ])('%s', (_, line, expected) => {
    const places = placesIn(`attribution:\n  ${line}`);
    expect(places).toHaveLength(expected.length);
    expected.forEach((one, index) => expect(places[index]).toMatch(one));
  });
});

describe('the day from which changed rules hold for stored calls', () => {
  const applyFrom = (day: string) =>
    parseConfig(`timeZone: Europe/Berlin\nattribution: { applyFrom: '${day}' }`, {});

  test('begins in the zone of the config', () => {
    const config = applyFrom('2026-11-01');
    expect(config.ok && config.value.applyRulesFromMs).toBe(Date.UTC(2026, 9, 31, 23));
  });

  test.each(['2026-02-30', 'now-1d', 'soon', ''])('is wrong at its place for %j', (day) => {
    const config = applyFrom(day);
    expect(config.ok ? [] : config.problem).toMatchObject([{ line: 2, column: 27 }]);
  });
});
