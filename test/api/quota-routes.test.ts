/** Which part of a window the route of quotas seeks peaks in. */
import { expect, test } from 'vitest';
import { API } from '../../shared/contract.ts';
import { DAY_MS, isoTime } from '../../shared/window.ts';
import { T0_MS } from '../support/metered.ts';
import { rigOf, url } from './rig.ts';

const DAYS_KEPT = 14; // As the rig keeps minutes.
const NOW_MS = T0_MS + 40.5 * DAY_MS;
const keptFrom = isoTime(T0_MS + (41 - DAYS_KEPT) * DAY_MS);

test.each([
  ['a window whose minutes are all counted', 7, 0, isoTime(NOW_MS - 7 * DAY_MS)],
  ['the days whose minutes are all counted', 30, 0, keptFrom],
  ['a window before all that', 30, 20, isoTime(NOW_MS - 30 * DAY_MS)],
])('peaks are those of %s', async (_, fromDays, toDays, expected) => {
  const { get } = rigOf({ nowMs: () => NOW_MS });
  const from = isoTime(NOW_MS - fromDays * DAY_MS);
  const to = isoTime(NOW_MS - toDays * DAY_MS);
  const reply = await get(url(API.quotas, ['from', from], ['to', to]));
  expect(await reply.json()).toMatchObject({ from, to, peaksFrom: expected });
});
