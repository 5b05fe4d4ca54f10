/** Limits that people write: each once, and each that is wrong told. */
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../server/config/parse-config.ts';

const ONE = `
quotas:
  - account: "111122223333"
    region: us-east-1
    model: us.anthropic.claude-sonnet-4-5-20250929-v1:0
`;

describe('quotas of the config', () => {
  test('are one limit for each kind that is written', () => {
    const config = parseConfig(
      `${ONE}    tokensPerMinute: 200000\n    requestsPerMinute: 50\n`,
      {},
    );
    const code = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
    const place = { account: '111122223333', region: 'us-east-1' };
    expect(config.ok && config.value.quotas).toEqual([
      { ...place, code: `${code} requestsPerMinute`, value: 50 },
      { ...place, code: `${code} tokensPerMinute`, value: 200_000 },
    ]);
  });

  test.each([
    ['limits nothing', ONE, 'requestsPerMinute'],
    ['is below one', `${ONE}    tokensPerDay: -1\n`, 'tokensPerDay'],
    [
      'stands twice',
      `${ONE}    tokensPerDay: 1\n${ONE.replace('\nquotas:\n', '')}    tokensPerDay: 2\n`,
      'twice',
    ],
  ])('are refused where one %s', (_, text, word) => {
    const config = parseConfig(text, {});
    expect(config.ok).toBe(false);
    expect(JSON.stringify(config)).toContain(word);
  });
});
