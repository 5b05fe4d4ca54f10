/** The section `capacity`: what it says, and where it is wrong. */
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../server/config/parse-config.ts';

const read = (text: string) => {
  const config = parseConfig(text, {});
  return config.ok ? config.value.capacity : config.problem.map(({ message }) => message).join();
};

describe('capacity', () => {
  test('is empty where nothing is said', () => {
    expect(read('')).toEqual({ share: [], reserved: [], training: [] });
  });

  test('takes methods, reserved capacity and training', () => {
    const settings = read(`
capacity:
  share:
    - match: '*provisioned-model/abc*'
      method: fixed
      tenants: { acme: 62.5, globex: 37.5 }
    - { method: evenly, tenants: [acme, globex] }
    - { unitTokensPerMinute: 20000 }
  reserved:
    - name: sonnet
      account: '111122223333'
      region: us-east-1
      model: us.anthropic.claude-sonnet-4-5-20250929-v1:0
      inputTokensPerMinute: 50000
      commitment: 1_month
      from: '2026-11-01T00:00:00Z'
  training:
    - { job: '*job/abc*', tokens: 2000000 }
    - { job: '*', hours: 1.5 }
`);
    expect(settings).toMatchObject({
      share: [
        {
          match: '*provisioned-model/abc*',
          weights: new Map([
            ['acme', 62.5],
            ['globex', 37.5],
          ]),
        },
        {
          match: '*',
          method: 'evenly',
          weights: new Map([
            ['acme', 1],
            ['globex', 1],
          ]),
        },
        { method: 'tokens', weights: new Map(), unitTokensPerMinute: 20_000 },
      ],
      reserved: [
        {
          model: 'anthropic.claude-sonnet-4-5-20250929',
          routing: 'geo',
          inputKtpm: 50,
          outputKtpm: 0,
          fromMs: Date.UTC(2026, 10, 1),
          toMs: null,
        },
      ],
      training: [
        { dimension: 'training_tokens', quantity: 2_000_000 },
        { dimension: 'training_hours', quantity: 1_500_000 },
      ],
    });
  });

  test.each([
    ['fixed shares without tenants', 'share: [{method: fixed}]', 'needs `tenants`'],
    ['tenants beside tokens', 'share: [{tenants: [acme]}]', 'leave `tenants` out'],
    ['two amounts of training', 'training: [{job: x, tokens: 1, hours: 1}]', 'write one of'],
    ['a key that is none', 'share: [{metod: fixed}]', 'there is no such key'],
  ])('refuses %s', (_, section, words) => {
    expect(read(`capacity:\n  ${section}\n`)).toContain(words);
  });
});
