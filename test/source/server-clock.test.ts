/** The clock of a machine may be wrong in every way; windows are still those of AWS. */
import { describe, expect, test } from 'vitest';
import { createServerClock } from '../../server/source/server-clock.ts';
import { DAY_MS, MINUTE_MS } from '../../shared/window.ts';
import { NOW_MS, REGION, withRig } from './rig.ts';
import { createClients } from '../../server/source/clients.ts';
import { readInventory } from '../../server/source/bedrock-inventory.ts';

/** What AWS says when it is this time there. */
function dateHeader(atMs: number): string {
  return new Date(atMs).toUTCString();
}

describe('createServerClock', () => {
  test.each([
    ['right', 0, 'ok'],
    ['two seconds ahead, which the way of a reply explains', 2_000, 'ok'],
    ['forty seconds ahead', 40_000, 'off'],
    ['ten minutes behind', -10 * MINUTE_MS, 'wrong'],
    ['ten minutes ahead', 10 * MINUTE_MS, 'wrong'],
    ['a year ahead', 365 * DAY_MS, 'wrong'],
  ])('gives the time of AWS when the machine is %s (T-ENV-04)', (_, skewMs, state) => {
    const serverMs = Date.UTC(2028, 1, 29, 12); // A leap day.
    const clock = createServerClock(() => serverMs + skewMs);
    clock.observe(dateHeader(serverMs));
    expect(Math.abs(clock.nowMs() - serverMs)).toBeLessThanOrEqual(2_000);
    expect(clock.state()).toBe(state);
  });

  test('follows a clock that is set back while it is read (T-ENV-04)', () => {
    let machineMs = NOW_MS;
    const clock = createServerClock(() => machineMs);
    clock.observe(dateHeader(NOW_MS));
    machineMs -= 3_600_000; // Somebody set it to winter time by hand.
    clock.observe(dateHeader(NOW_MS));
    expect(clock.nowMs()).toBe(Math.floor(NOW_MS / 1000) * 1000);
  });

  test.each([undefined, '', 'yesterday'])('passes over a reply dated %j', (header) => {
    const clock = createServerClock(() => NOW_MS);
    clock.observe(header);
    expect([clock.nowMs(), clock.state()]).toEqual([NOW_MS, 'ok']);
  });
});

describe('createClients', () => {
  test('tells the time of the endpoint from any reply, refused ones too (T-ENV-04)', async () => {
    await withRig(async (rig) => {
      rig.aws.setFaults({ rules: [{ kind: 'accessDenied' }] });
      const clients = createClients(() => NOW_MS + 10 * MINUTE_MS, 1);
      const refused = readInventory(clients.bedrock(rig.account, REGION), {
        jobsSinceMs: 0,
        known: new Map(),
      });
      await expect(refused).rejects.toMatchObject({ code: 'denied' });
      expect(clients.clock.state()).toBe('wrong');
      expect(Math.abs(clients.clock.nowMs() - NOW_MS)).toBeLessThan(1_000);
      clients.destroy();
    });
  });
});
