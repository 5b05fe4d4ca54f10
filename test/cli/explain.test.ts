/** `outcrop explain`: the explanation of one call as text and as JSON. */
import { afterAll, describe, expect, test } from 'vitest';
import { INPUT_TYPE, metered, requestId } from '../support/metered.ts';
import { createFolder, runCommand } from './run-command.ts';

const folder = createFolder();
afterAll(() => folder.remove());

const tags = [{ key: 'feature', value: 'chat', source: 'metadata' as const }];
const db = folder.database([
  metered({ usage: [{ type: INPUT_TYPE, quantity: 2000 }], attribution: { tags } }),
]);
const prices = folder.file('prices.yaml', 'discounts: [{tenant: acme, percent: 10}]\n');

describe('outcrop explain', () => {
  test('prints the call, the rule, each line with its sum, and the whole', async () => {
    const { out } = await runCommand('explain', requestId(1), '--db', db, '--prices', prices);
    expect(out).toContain('The rule "by tenant" gave the call to tenant acme.');
    expect(out).toContain('feature=chat (from metadata)');
    expect(out).toContain('2,000 x 0.035 USD / 1,000,000 = 0.00007 USD.');
    expect(out).toContain('With the discount of 10 %: 2,000 x 0.0315 USD / 1,000,000');
    expect(out).toContain('One usage line: 0.00007 USD by list, 0.000063 USD by contract.');
  });

  test('prints JSON that says the same', async () => {
    const { out } = await runCommand('explain', requestId(1), '--db', db, '--json');
    expect(JSON.parse(out)).toMatchObject({ tenant: 'acme', cost: '0.00007', unpriced: false });
  });

  test.each([
    ['an id that is not there', [requestId(9)], 'There is no invocation'],
    ['a time that is none', [requestId(1), '--from', 'yestermorn'], 'is no time'],
  ])('ends with exit code 2 for %s', async (_, args, message) => {
    const { exitCode, error } = await runCommand('explain', ...args, '--db', db);
    expect(exitCode).toBe(2);
    expect(error).toContain(message);
  });
});
