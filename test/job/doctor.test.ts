/** The page asks the same doctor as the command line, and many pages ask him once. */
import { describe, expect, test } from 'vitest';
import { createDoctor } from '../../server/job/doctor.ts';
import { createClients } from '../../server/source/clients.ts';
import { doctorReply } from '../../server/api/running-schemas.ts';
import { MINUTE_MS } from '../../shared/window.ts';
import { HAND_BOOK } from '../query/ask.ts';
import { NOW_MS, withRig, type Rig } from '../source/rig.ts';

/** A doctor over the local endpoint, who counts how often he looked. */
function doctorOf(rig: Rig) {
  const seen = { looks: 0, nowMs: NOW_MS };
  const doctor = createDoctor({
    config: { accounts: [rig.account], directories: ['/logs'] },
    book: HAND_BOOK,
    nowMs: () => seen.nowMs,
    openClients: () => {
      seen.looks += 1;
      return createClients(() => NOW_MS, 1);
    },
  });
  return { doctor, seen };
}

describe('createDoctor', () => {
  test('finds what is missing, with the mend and the policy to attach', async () => {
    await withRig(async (rig) => {
      const report = await doctorOf(rig).doctor.report(false);
      expect(doctorReply.parse(report)).toEqual(report);
      const logging = report.findings.find(({ check }) => check === 'logging');
      expect(logging).toMatchObject({ state: 'missing', account: rig.account.id });
      expect(logging?.fix).not.toBe('');
      expect(report).toMatchObject({ accounts: 1, directories: 1 });
      expect(report.policies.map(({ text }) => text).join()).toContain('logs:FilterLogEvents');
    });
  });

  test('looks once for all who ask at a time, and again after ten minutes', async () => {
    await withRig(async (rig) => {
      const { doctor, seen } = doctorOf(rig);
      await Promise.all([doctor.report(false), doctor.report(true), doctor.report(false)]);
      expect(seen.looks).toBe(1);
      seen.nowMs += 9 * MINUTE_MS;
      await doctor.report(false);
      expect(seen.looks).toBe(1);
      await doctor.report(true);
      expect(seen.looks).toBe(2);
      seen.nowMs += 11 * MINUTE_MS;
      await doctor.report(false);
      expect(seen.looks).toBe(3);
    });
  });
});
