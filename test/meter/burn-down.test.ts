/** Burn-down rates by model and date, and what is only assumed. */
import { describe, expect, test } from 'vitest';
import { burnDownOf } from '../../server/meter/burn-down.ts';

const BEFORE_MS = Date.parse('2026-09-09T23:59:59Z');
const AFTER_MS = Date.parse('2026-09-10T00:00:00Z');

describe('burnDownOf', () => {
  test.each([
    ['anthropic.claude-opus-4-8', 15],
    ['anthropic.claude-sonnet-5', 10],
    ['anthropic.claude-opus-5', 10],
    ['anthropic.claude-fable-5-1', 10],
    ['openai.gpt-5.6-sol', 10],
    ['anthropic.claude-opus-4-7', 5],
    ['anthropic.claude-sonnet-4-5-20250929', 5],
    ['anthropic.claude-sonnet-4-20250514', 5],
    ['anthropic.claude-3-7-sonnet-20250219', 5],
    ['amazon.nova-lite', 1],
    ['meta.llama3-3-70b-instruct', 1],
    ['openai.gpt-oss-120b', 1],
  ])('takes of %s what AWS says of it', (model, rate) => {
    expect(burnDownOf(model, AFTER_MS)).toEqual({ rate, isAssumed: false });
  });

  test.each([
    ['a Claude that the page does not name', 'anthropic.claude-opus-5-5'],
    ['a Claude of another kind', 'anthropic.claude-saga-6'],
    ['a model behind an ARN', 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/x'],
    ['what is no model id', 'something'],
  ])('assumes 1 of %s, and says so', (_, model) => {
    expect(burnDownOf(model, AFTER_MS)).toEqual({ rate: 1, isAssumed: true });
  });

  test.each(['anthropic.claude-3-5-sonnet-20240620', 'anthropic.claude-v2:1'])(
    'counts %s once up to the day on which the page changed, five times from then on',
    (model) => {
      expect(burnDownOf(model, BEFORE_MS).rate).toBe(1);
      expect(burnDownOf(model, AFTER_MS).rate).toBe(5);
    },
  );
});
