/** `outcrop whatif` and `outcrop prices diff`: before, after and difference, with what is assumed. */
import { afterAll, describe, expect, test } from 'vitest';
import { INPUT_TYPE, metered, requestId } from '../support/metered.ts';
import { createFolder, runCommand } from './run-command.ts';

const folder = createFolder();
afterAll(() => folder.remove());

const usage = [{ type: INPUT_TYPE, quantity: 1_000_000 }];
const db = folder.database([
  metered({ usage }),
  metered({
    usage,
    invocation: { requestId: requestId(2) },
    attribution: { tenant: 'globex' },
  }),
]);
const discounted = folder.file('new.yaml', 'discounts: [{tenant: globex, percent: 20}]\n');
const config = folder.file('outcrop.yaml', `prices: ${discounted}\n`);

describe('outcrop whatif', () => {
  test('gives before, after and difference of each group as exact decimals', async () => {
    const args = ['--db', db, '--set', 'model=Nova Lite', '--json'];
    const { out } = await runCommand('whatif', ...args);
    const report = JSON.parse(out);
    expect(report.total).toMatchObject({ before: '0.07', after: '0.12', difference: '0.05' });
    expect(report.groups).toMatchObject([
      { group: { tenant: 'acme' }, before: '0.035', after: '0.06' },
      { group: { tenant: 'globex' }, before: '0.035', after: '0.06' },
    ]);
    expect(report.assumptions.join(' ')).toContain('All text tokens go to amazon.nova-lite');
  });

  test('takes several choices and prints a table with the assumptions', async () => {
    const sets = ['--set', 'tier=batch', '--set', 'routing=regional'];
    const { out } = await runCommand('whatif', '--db', db, ...sets, '--filter', 'tenant=acme');
    expect(out).toMatch(/^total +0\.035 +0\.0175 +-0\.0175$/m);
    expect(out).not.toContain('globex');
    expect(out).toContain('may take a day');
  });

  test('starts from the book of the config', async () => {
    const args = ['--db', db, '--set', 'tier=standard', '--config', config, '--json'];
    const { out } = await runCommand('whatif', ...args);
    expect(JSON.parse(out).total).toMatchObject({ before: '0.063', difference: '0' });
  });

  test('tells of usage that has no rate afterwards', async () => {
    const { out } = await runCommand('whatif', '--db', db, '--set', 'model=guardrail');
    expect(out).toContain('newly unpriced');
    expect(out).toContain('Unpriced invocations: 0 before, 2 after.');
  });

  test.each([
    ['nothing to try', [], 'There is nothing to try.'],
    ['an unknown key', ['--set', 'region=eu'], 'sets nothing'],
    ['an unknown choice', ['--set', 'tier=cheap'], 'There is no tier "cheap".'],
    ['an unknown model', ['--set', 'model=nobody'], 'No rate is known'],
    ['an unknown dimension', ['--set', 'tier=flex', '--group-by', 'x'], 'no dimension "x"'],
  ])('ends with exit code 2 for %s', async (_, args, message) => {
    const { exitCode, error } = await runCommand('whatif', '--db', db, ...args);
    expect(exitCode).toBe(2);
    expect(error).toContain(message);
  });
});

describe('outcrop prices diff', () => {
  test('says for whom a new file changes the period, and by how much', async () => {
    const { out } = await runCommand('prices', 'diff', discounted, '--db', db, '--json');
    const report = JSON.parse(out);
    expect(report.groups).toMatchObject([
      { group: { tenant: 'globex' }, before: '0.035', after: '0.028', difference: '-0.007' },
      { group: { tenant: 'acme' }, difference: '0' },
    ]);
    expect(report.assumptions).toEqual([]);
  });

  test('compares with the file that is in force', async () => {
    const args = ['--db', db, '--config', config, '--json'];
    const { out } = await runCommand('prices', 'diff', discounted, ...args);
    expect(JSON.parse(out).total).toMatchObject({ before: '0.063', after: '0.063' });
  });

  test('refuses a wrong file before it opens the database', async () => {
    const wrong = folder.file('wrong.yaml', 'discounts: [{percent: 200}]\n');
    const { exitCode, error } = await runCommand('prices', 'diff', wrong, '--db', 'none.db');
    expect(exitCode).toBe(2);
    expect(error).toContain('wrong.yaml:1:');
  });
});
