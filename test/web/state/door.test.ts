/** What stands before the page, for whom, and at which address. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { NOBODY_KNOWN, type SessionReply } from '../../../shared/access-contract.ts';
import { doorOf } from '../../../web/state/door.ts';
import { may, session, shownViews } from '../../../web/state/session.ts';
import { tenantsIn } from '../../../web/state/tenant-names.ts';
import { VIEWS } from '../../../web/state/views.ts';

describe('doorOf', () => {
  test.each([
    ['open', false, '/', null],
    ['open', false, '/share', null],
    ['setUp', false, '/set-up', 'setUp'],
    ['signedOut', false, '/', 'signIn'],
    ['signedOut', false, '/share', 'share'],
    ['signedOut', false, '/welcome', 'welcome'],
    ['signedIn', false, '/', null],
    ['signedIn', false, '/share', 'share'],
    ['signedIn', true, '/', 'change'],
  ] as const)('of %s, to change the password %s, at %s is %s', (state, mustChange, path, door) => {
    expect(doorOf({ state, mustChange }, path)).toBe(door);
  });
});

describe('the views that are shown', () => {
  const known: SessionReply = { state: 'signedIn', ...NOBODY_KNOWN, provider: null, who: 'ada' };
  beforeEach(() => (session.value = null));
  afterEach(() => (session.value = null));

  test('are all where nobody signs in', () => {
    session.value = { ...known, state: 'open', who: null };
    expect(shownViews.value).toEqual(VIEWS);
    expect(may('admin')).toBe(true);
  });

  test('are all for a viewer, who may change nothing', () => {
    session.value = { ...known, role: 'viewer' };
    expect(shownViews.value).toEqual(VIEWS);
    expect(may('edit')).toBe(false);
  });

  test('are for a viewer of some tenants those that tell of these', () => {
    session.value = { ...known, role: 'viewer', tenants: ['acme'] };
    const hidden = VIEWS.filter((view) => !shownViews.value.includes(view));
    expect(hidden).toEqual(['attribution', 'prices', 'reports']);
    expect(may('whole')).toBe(false);
    expect(may('scoped')).toBe(true);
  });
});

test('tenants are typed with commas, and none means all', () => {
  expect(tenantsIn(' acme, globex corp ,')).toEqual(['acme', 'globex corp']);
  expect(tenantsIn('  ')).toBeNull();
});
