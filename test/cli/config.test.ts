/** `outcrop config`: in order or wrong at a place, printed with its defaults, and its schema. */
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

describe('outcrop config check', () => {
  test('counts what is in order', async () => {
    const file = rules(BY_TABLE, 'good.yaml');
    const config = folder.file('good-config.yaml', `attribution: {rulesFile: ${file}}`);
    const { exitCode, out } = await runCommand('config', 'check', '--config', config, '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ rules: 1, tables: 1, alarms: 0 });
  });

  test('ends with 2 and the place of a mistake in a file of rules', async () => {
    const file = rules(BY_TABLE.replace('team}', 'teem}'), 'bad.yaml');
    const config = folder.file('bad-config.yaml', `attribution: {rulesFile: ${file}}`);
    const { exitCode, error } = await runCommand('config', 'check', '--config', config);
    expect(exitCode).toBe(2);
    expect(error).toContain(`${file}:6:`);
    expect(error).toContain('there is no column "teem" (role, team)');
  });

  test('ends with 2 for a price file that is wrong', async () => {
    const prices = folder.file('prices.yaml', 'prices: [{model: x}]');
    const config = folder.file('prices-config.yaml', `prices: ${prices}`);
    const { exitCode, error } = await runCommand('config', 'check', '--config', config);
    expect(exitCode).toBe(2);
    expect(error).toContain(`${prices}:1:`);
  });
});

describe('outcrop config print', () => {
  const SECRET = 'not-for-anyone';
  const config = folder.file(
    'print.yaml',
    `accounts:
  - id: "111122223333"
    regions: [us-east-1]
    endpoint: http://127.0.0.1:1
    credentials: {accessKeyId: test, secretAccessKey: ${SECRET}}
attribution: {tags: [team]}
channels:
  - {name: hook, type: alertmanager, url: "https://u:${SECRET}@x.test/a?t=${SECRET}"}
alarms:
  - {name: dear, metric: cost, threshold: 5, period: 1h}
`,
  );

  test('fills every default in, leaves secrets out, and reads back as itself', async () => {
    const { exitCode, out } = await runCommand('config', 'print', '--config', config);
    expect(exitCode).toBe(0);
    expect(out).toContain('pollSeconds: 30');
    expect(out).toContain('url: https://x.test/a');
    expect(out).not.toContain(SECRET);
    const again = folder.file('again.yaml', out);
    const { out: twice } = await runCommand('config', 'print', '--config', again);
    expect(twice).toBe(out);
  });

  test('tells a mistake instead', async () => {
    const wrong = folder.file('wrong.yaml', 'pollSeconds: soon');
    const { exitCode, error } = await runCommand('config', 'print', '--config', wrong);
    expect(exitCode).toBe(2);
    expect(error).toContain('wrong.yaml:1:');
  });
});
