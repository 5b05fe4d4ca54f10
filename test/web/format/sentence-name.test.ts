/** Claims about names of senders in sentences of ours. */
import { expect, test } from 'vitest';
import { sentenceName } from '../../../web/format/sentence-name.ts';

test('L1: a name that turns the direction of writing ends where it ends', () => {
  expect(sentenceName('\u202egnp.exe')).toBe('\u2068\u202egnp.exe\u2069');
});

test('L1: any other name stays as it is, whatever it spells', () => {
  for (const name of ['acme', '<img src=x onerror=alert(1)>', 'line\u2028break']) {
    expect(sentenceName(name)).toBe(name);
  }
});
