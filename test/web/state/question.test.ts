/** Claims about the question in the URL. */
import { describe, expect, test } from 'vitest';
import { DEFAULT_QUESTION, formatQuestion, parseQuestion } from '../../../web/state/question.ts';

describe('parseQuestion', () => {
  test('gives the default question for an empty URL', () => {
    expect(parseQuestion('')).toEqual(DEFAULT_QUESTION);
  });

  test('falls back field by field on what makes no sense', () => {
    const search =
      '?view=nope&groupBy=nope&from=yesterday&tz=Mars/Base&step=7m&theme=pink&filter=a';
    expect(parseQuestion(search)).toEqual({ ...DEFAULT_QUESTION, filter: 'a' });
  });

  test('keeps a filter that cannot be read, so that the page can say where', () => {
    expect(parseQuestion('?filter=tenant%3D').filter).toBe('tenant=');
  });
});

describe('formatQuestion', () => {
  test('leaves the URL bare for the default question', () => {
    expect(formatQuestion(DEFAULT_QUESTION)).toBe('');
  });

  test('names only what differs', () => {
    const question = { ...DEFAULT_QUESTION, filter: 'tenant=acme', timeZone: 'Asia/Tokyo' };
    expect(formatQuestion(question)).toBe('?filter=tenant%3Dacme&tz=Asia%2FTokyo');
  });
});
