/** `outcrop attribution`: tried on records, weighed in dollars, held against rules, applied. */
import { afterAll, describe, expect, test } from 'vitest';
import { UNATTRIBUTED } from '../../shared/dimensions.ts';
import { recordOf } from '../e2e/records.ts';
import { metered, requestId, type MeteredChanges } from '../support/metered.ts';
import { createFolder, runCommand } from './run-command.ts';

const folder = createFolder();
afterAll(() => folder.remove());

const nobody = { tenant: UNATTRIBUTED, rule: null, rulesVersion: 'old' } as const;
const PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc';
const calls: readonly MeteredChanges[] = [
  { attribution: { tenant: 'acme', rule: 'by tenant' } },
  { attribution: { ...nobody, tags: [{ key: 'team', value: 'red', source: 'metadata' }] } },
  {
    attribution: nobody,
    invocation: {
      modelReference: {
        model: null,
        kind: 'applicationProfile',
        routing: 'regional',
        profile: PROFILE,
      },
    },
  },
];
const db = folder.database(
  calls.map((one, i) =>
    metered({ ...one, invocation: { ...one.invocation, requestId: requestId(i) } }),
  ),
);
const rules = folder.file(
  'rules.yaml',
  `rules:
  - {name: teams, when: {metadata.team: (.+)}, tenant: $1}
  - {name: orders, when: {role: OrdersApi}, tenant: orders}
  - {name: nobody, when: {role: Other}, tenant: other}
`,
);
const config = folder.file('outcrop.yaml', `attribution: {rulesFile: ${rules}}\ndatabase: ${db}\n`);

async function run(...args: readonly string[]): Promise<unknown> {
  const { out, error, exitCode } = await runCommand('attribution', ...args, '--json');
  expect([exitCode, error.replace(/^Attributing.*\n/gm, '')]).toEqual([0, '']);
  return JSON.parse(out);
}

describe('outcrop attribution test', () => {
  test('says which rule takes a record and what it gives', async () => {
    const record = recordOf(1, { tenant: 'acme' });
    expect(await run('test', record)).toMatchObject({
      records: [{ tenant: 'acme', rule: 'request metadata tenant', session: 'orders-1' }],
    });
    expect(await run('test', record, '--config', config)).toMatchObject({
      records: [{ tenant: 'orders', rule: 'orders' }],
    });
  });

  test('reads files with a record a line, and never prints content', async () => {
    const file = folder.file('calls.jsonl', `${recordOf(1)}\n${recordOf(2)}\n`);
    const { out } = await runCommand('attribution', 'test', file, '--config', config);
    expect(out.match(/rule "orders"/g)).toHaveLength(2);
    expect(out).not.toContain('secret');
  });

  test('tells why a record cannot be read, without its content', async () => {
    const { exitCode, error } = await runCommand('attribution', 'test', '{"a secret": 1}');
    expect(exitCode).toBe(2);
    expect(error).toMatch(/Record 1 cannot be read: notAnInvocationLog/);
    expect(error).not.toContain('secret');
  });
});

describe('outcrop attribution coverage', () => {
  test('is a share of dollars, with a rule or a tag that would catch the rest', async () => {
    const found = await run('coverage', '--db', db);
    expect(found).toMatchObject({ coverage: 0.333333, invocations: 3, unattributedInvocations: 2 });
    const { callers } = found as { callers: readonly Record<string, unknown>[] };
    expect(callers.map(({ rule }) => rule)).toEqual([
      '- name: "role OrdersApi"\n  when: { role: "OrdersApi" }\n  tenant: "OrdersApi"',
      '- name: "role OrdersApi"\n  when: { role: "OrdersApi" }\n  tenant: "OrdersApi"',
    ]);
    expect(callers.map(({ tagging }) => tagging).filter(Boolean)).toEqual([
      `aws bedrock tag-resource --region us-east-1 --resource-arn ${PROFILE} --tags key=tenant,value=NAME`,
    ]);
  });
});

describe('outcrop attribution diff', () => {
  test('counts what each rule catches, names those that never match, and what changes', async () => {
    expect(await run('diff', rules, '--db', db)).toMatchObject({
      looked: { invocations: 3 },
      rules: [
        { name: 'teams', invocations: 1 },
        { name: 'orders', invocations: 2 },
        { name: 'nobody', invocations: 0, cost: '0' },
      ],
      neverMatching: ['nobody'],
      changed: { invocations: 3 },
    });
  });

  test('tells the place of a mistake', async () => {
    const file = folder.file('wrong.yaml', 'rules:\n  - {name: a, when: {rolle: x}, tenant: y}\n');
    const { exitCode, error } = await runCommand('attribution', 'diff', file, '--db', db);
    expect(exitCode).toBe(2);
    expect(error).toContain(`${file}:2:`);
  });
});

describe('outcrop attribution apply', () => {
  test('gives the past the tenants of the rules, and says what each costs now', async () => {
    const found = await run('apply', '--config', config, '--from', '2026-10-01');
    expect(found).toMatchObject({ rows: 3, changed: 3 });
    const { tenants } = found as { tenants: readonly { readonly tenant: string }[] };
    expect(tenants.map(({ tenant }) => tenant)).toEqual([UNATTRIBUTED, 'acme', 'orders', 'red']);
    expect(await run('coverage', '--db', db)).toMatchObject({ coverage: 1, callers: [] });
  });

  test('makes no database by mistake', async () => {
    const missing = `${folder.file('x', '')}.none`;
    const args = ['apply', '--config', config, '--db', missing, '--from', '2026-10-01'];
    const { exitCode, error } = await runCommand('attribution', ...args);
    expect(exitCode).toBe(2);
    expect(error).toContain('There is no database');
  });
});
