/** What the nightly check found, for `/metrics`. */
import type { StoredChecks } from '../../shared/check-contract.ts';
import { gauge, type Family } from './metric-family.ts';

export function checkFamilies(checks: StoredChecks): readonly Family[] {
  const { days, checkedDays, differing, lastAt, damage, fileCheckedAt } = checks;
  return [
    gauge('outcrop_closed_days', 'Days with a digest.', [[{}, days]]),
    gauge('outcrop_checked_days', 'Closed days that the nightly check has looked at.', [
      [{}, checkedDays],
    ]),
    gauge('outcrop_differing_days', 'Closed days that are not what they were.', [
      [{}, differing.length],
    ]),
    gauge('outcrop_last_check_seconds', 'When a closed day was checked last.', [
      [{}, lastAt === null ? null : Date.parse(lastAt) / 1000],
    ]),
    gauge('outcrop_file_sound', '1 when the file was found sound, 0 when it is damaged.', [
      [{}, fileCheckedAt === null ? null : Number(damage.length === 0)],
    ]),
  ];
}
