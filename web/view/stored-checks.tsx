/** Whether stored days are what they were: a line while they are, a card when they are not. */
import type { StoredChecks } from '../../shared/check-contract.ts';
import { UNKNOWN } from '../format/metric.ts';
import { formatCount, formatPlural } from '../format/number.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { DataTableView } from '../part/data-table.tsx';

interface Shown {
  readonly checks: StoredChecks;
  readonly zone: string;
}

/** One sentence, for the foot of the page. */
export function checksWords({ checks, zone }: Shown): string {
  const { days, checkedDays, lastAt, differing, damage } = checks;
  if (lastAt === null) return 'No closed day was checked yet: that is done at night.';
  const when = `last checked ${formatIso(lastAt, zone, 'dayClock')}`;
  if (differing.length + damage.length > 0) return `Stored days do not all agree, ${when}.`;
  const which = checkedDays === days ? formatPlural(days, 'closed day') : someOf(checkedDays, days);
  return `${which} agree with their digests, ${when}.`;
}

function someOf(checkedDays: number, days: number): string {
  return `${formatCount(checkedDays)} of ${formatPlural(days, 'closed day')}, so far,`;
}

/** Nothing while all agrees. */
export function StoredChecksCard({ checks, zone }: Shown) {
  const { differing, damage, mend } = checks;
  if (differing.length + damage.length === 0) return null;
  const table = {
    columns: [
      { label: 'Day', isNumber: false },
      { label: 'What differs', isNumber: false },
      { label: 'Differences', isNumber: true },
      { label: 'Since', isNumber: false },
      { label: 'Last checked', isNumber: false },
    ],
    rows: [
      ...differing.map((one) => [
        one.day,
        one.damage ?? one.parts.join(', '),
        one.damage === null ? formatCount(one.differences) : UNKNOWN,
        formatIso(one.foundAt, zone, 'dayClock'),
        formatIso(one.checkedAt, zone, 'dayClock'),
      ]),
      ...damage.map((text) => {
        const checkedAt = formatIso(checks.fileCheckedAt, zone, 'dayClock');
        return ['the file', text, UNKNOWN, UNKNOWN, checkedAt];
      }),
    ],
  };
  return (
    <>
      <p class="span-12 blind-spot" role="alert">
        What is stored is not what was written: a disk, or something else than Outcrop, has changed
        it. {mend}
      </p>
      <Card
        title="Days that differ"
        unit="from what they were when they were closed"
        class="span-12 card-list"
        isLoading={false}
        problem={null}
        empty={null}
        table={table}
        isTable
      >
        <DataTableView table={table} caption="Days that differ" />
      </Card>
    </>
  );
}
