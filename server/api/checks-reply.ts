/** The reply about the nightly check of what is stored. */
import { DAMAGE_MEND, type StoredChecks } from '../../shared/check-contract.ts';
import { isoTime, localDate } from '../../shared/window.ts';
import { CLOSED_MS } from '../job/nightly-check.ts';
import type { Store } from '../store/store.ts';

/** How many closed days were checked when, and which differ. */
export function checksReply({ dayChecks }: Pick<Store, 'dayChecks'>, nowMs: number): StoredChecks {
  const { days, checkedDays, lastAtMs, oldestAtMs } = dayChecks.sums(nowMs - CLOSED_MS);
  const differing = dayChecks.differing();
  const file = dayChecks.file();
  const damage = file?.damage ?? [];
  const isWrong = differing.length + damage.length > 0;
  return {
    days,
    checkedDays,
    lastAt: isoOrNull(lastAtMs),
    allSince: isoOrNull(oldestAtMs),
    differing: differing.map((one) => ({
      day: localDate(one.dayMs, 'UTC'),
      foundAt: isoTime(one.foundAtMs),
      checkedAt: isoTime(one.checkedAtMs),
      differences: one.differenceCount,
      parts: [...new Set(one.differences.map(({ level, field }) => `${level} ${field}`))],
      damage: one.damage,
    })),
    fileCheckedAt: isoOrNull(file?.checkedAtMs ?? null),
    damage,
    mend: isWrong ? DAMAGE_MEND : '',
  };
}

function isoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : isoTime(atMs);
}
