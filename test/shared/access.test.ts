/** The one rule of who may ask what, as a table. */
import { describe, expect, test } from 'vitest';
import { ACCESS_WORDS, mayAsk, type AccessWord, type Asker } from '../../shared/access.ts';

const all = { tenants: null };
const some = { tenants: ['acme'] };

const ASKERS: readonly (readonly [string, Asker | null, readonly AccessWord[]])[] = [
  ['nobody', null, ['anyone']],
  ['a viewer', { role: 'viewer', ...all }, ['anyone', 'viewer', 'scoped', 'whole']],
  ['a viewer of some tenants', { role: 'viewer', ...some }, ['anyone', 'viewer', 'scoped']],
  ['an editor of some tenants', { role: 'editor', ...some }, ['anyone', 'viewer', 'scoped']],
  ['an admin of some tenants', { role: 'admin', ...some }, ['anyone', 'viewer', 'scoped']],
  ['an editor', { role: 'editor', ...all }, ['anyone', 'viewer', 'scoped', 'whole', 'edit']],
  ['an admin', { role: 'admin', ...all }, ACCESS_WORDS],
];

describe('mayAsk', () => {
  test.each(ASKERS)('lets %s ask this and no more', (_, asker, allowed) => {
    expect(ACCESS_WORDS.filter((word) => mayAsk(word, asker))).toEqual(allowed);
  });
});
