/** `outcrop check`: a config with all that it names, in order or wrong at a place. */
import { afterAll, describe, expect, test } from 'vitest';
import { createFolder, runCommand } from './run-command.ts';

const folder = createFolder();
afterAll(() => folder.remove());

const table = folder.file('teams.csv', 'role,team\nOrdersApi,orders\n');
const rules = (text: string, name: string): string =>
  folder.file(name, `tables: [{name: teams, file: ${table}, key: role}]\nrules:\n${text}`);
const BY_TABLE = `  - name: teams
    when: {role: (.+)}
    lookup: {table: teams, key: $1}
    tenant: '\${team}'
`;

describe('outcrop check', () => {
  test('counts what is in order', async () => {
    const file = rules(BY_TABLE, 'good.yaml');
    const config = folder.file('good-config.yaml', `attribution: {rulesFile: ${file}}`);
    const { exitCode, out } = await runCommand('check', '--config', config, '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ rules: 1, tables: 1, alarms: 0 });
  });

  test('ends with 2 and the place of a mistake in a file of rules', async () => {
    const file = rules(BY_TABLE.replace('team}', 'teem}'), 'bad.yaml');
    const config = folder.file('bad-config.yaml', `attribution: {rulesFile: ${file}}`);
    const { exitCode, error } = await runCommand('check', '--config', config);
    expect(exitCode).toBe(2);
    expect(error).toContain(`${file}:6:`);
    expect(error).toContain('there is no column "teem" (role, team)');
  });

  test('ends with 2 for a price file that is wrong', async () => {
    const prices = folder.file('prices.yaml', 'prices: [{model: x}]');
    const config = folder.file('prices-config.yaml', `prices: ${prices}`);
    const { exitCode, error } = await runCommand('check', '--config', config);
    expect(exitCode).toBe(2);
    expect(error).toContain(`${prices}:1:`);
  });
});
