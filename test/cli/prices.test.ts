/** `outcrop prices`: list, show and check, as text and as JSON. */
import { afterAll, describe, expect, test } from 'vitest';
import { INPUT_TYPE, metered, requestId } from '../support/metered.ts';
import { createFolder, runCommand } from './run-command.ts';

const folder = createFolder();
afterAll(() => folder.remove());

const db = folder.database([
  metered({ usage: [{ type: INPUT_TYPE, quantity: 5 }] }),
  metered({ invocation: { requestId: requestId(2) }, model: 'acme.mystery' }),
]);
const own = folder.file(
  'own.yaml',
  "prices: [{model: Nova Micro, dimension: input_tokens, usd: '0.028', per: 1000000, from: 2026-11-20}]",
);

interface Listed {
  readonly model: string;
  readonly dimension: string;
  readonly usd: string;
  readonly source: { readonly key: string; readonly date: string };
}

const listed = async (...args: readonly string[]): Promise<readonly Listed[]> => {
  const { out } = await runCommand('prices', ...args, '--json');
  return (JSON.parse(out) as { rates: readonly Listed[] }).rates;
};

describe('outcrop prices list', () => {
  test('lists rates of a pattern with exact price, source and date', async () => {
    const rates = await listed('list', '--model', 'amazon.nova-*', '--dimension', 'input_tokens');
    expect(rates.length).toBeGreaterThan(10);
    expect(rates.every(({ model }) => model.startsWith('amazon.nova-'))).toBe(true);
    expect(rates.every(({ source }) => /^\d{4}-\d\d-\d\d$/.test(source.date))).toBe(true);
  });

  test('shows the rates of the own file too', async () => {
    const rates = await listed('list', '--model', 'Nova Micro', '--prices', own);
    expect(rates.filter(({ source }) => source.key === 'override')).toHaveLength(3);
  });

  test('names the dimensions where nothing is found', async () => {
    const { out } = await runCommand('prices', 'list', '--dimension', 'tokens');
    expect(out).toContain('input_tokens');
  });
});

describe('outcrop prices show', () => {
  test('shows all rates of one model by its name', async () => {
    const { out } = await runCommand('prices', 'show', 'Nova Micro', '--region', 'us-east-1');
    expect(out).toContain('Nova Micro (amazon.nova-micro)');
    expect(out).toMatch(/input_tokens +us-east-1 .* 0\.035 +1,000,000/);
  });

  test.each([
    ['sonnet', 'Do you mean anthropic.claude-3-5-sonnet-20240620'],
    ['nobody', '`outcrop prices list`'],
  ])('tells what is near the unknown model %s', async (name, hint) => {
    const { exitCode, error } = await runCommand('prices', 'show', name);
    expect(exitCode).toBe(2);
    expect(error).toContain(hint);
  });
});

describe('outcrop prices check', () => {
  test('names what has no rate, what changes soon, and own rates beside the list', async () => {
    const { out } = await runCommand('prices', 'check', '--db', db, '--prices', own, '--json');
    const report = JSON.parse(out);
    expect(report.unpriced).toMatchObject([
      { model: 'acme.mystery', dimension: 'input_tokens', quantity: 10, invocations: 1 },
      { model: 'acme.mystery', dimension: 'output_tokens', quantity: 20, invocations: 1 },
    ]);
    expect(report.changing).toMatchObject([
      { at: '2026-11-20T00:00:00Z', before: '0.035 per 1,000,000', after: '0.028 per 1,000,000' },
    ]);
    expect(report.own[0]).toMatchObject({ usd: '0.028', list: '0.035', percentOfList: 80 });
  });

  test('says "none" where there is nothing to tell', async () => {
    const { out } = await runCommand('prices', 'check', '--db', db);
    expect(out).toContain('Usage without a rate: 2.');
    expect(out).toContain('Rates that change within 30 days: none.');
    expect(out).toContain('Your own rates: none.');
  });
});
