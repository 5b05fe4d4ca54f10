/** The section `sharedCost` of the config. */
import { expect, test } from 'vitest';
import { parseConfig } from '../../server/config/parse-config.ts';

test('reads rules with lists and with weights', () => {
  const config = parseConfig(
    `sharedCost:
  - { name: platform, from: tenant=platform }
  - { name: evals, from: 'profile=*evals*', method: fixed, among: { acme: 60, bolt: 40 } }
  - { name: tools, from: tenant=tools, method: evenly, among: [acme, bolt] }
`,
    {},
  );
  const rules = config.ok ? config.value.sharedCost : [];
  expect(rules.map(({ name, method, among }) => [name, method, [...among]])).toEqual([
    ['platform', 'usage', []],
    [
      'evals',
      'fixed',
      [
        ['acme', 60],
        ['bolt', 40],
      ],
    ],
    [
      'tools',
      'evenly',
      [
        ['acme', 1],
        ['bolt', 1],
      ],
    ],
  ]);
});

test.each([
  ['a filter that is none', "{ name: a, from: 'tenat=x' }", 'sharedCost.0.from'],
  [
    'fixed without weights',
    '{ name: a, from: tenant=x, method: fixed, among: [b] }',
    'sharedCost.0',
  ],
  ['weights without fixed', '{ name: a, from: tenant=x, among: { b: 1 } }', 'sharedCost.0'],
])('tells the place of %s', (_name, rule, path) => {
  const config = parseConfig(`sharedCost:\n  - ${rule}\n`, {});
  const [problem] = config.ok ? [] : config.problem;
  expect(problem).toMatchObject({ path, line: 2 });
});
