/** Doctor on the page of sources: what he looked at, on a press, with what to mend first. */
import { formatPlural } from '../format/number.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { FindingList } from '../part/finding-list.tsx';
import { question } from '../state/store.ts';
import { useDoctor } from '../state/use-doctor.ts';

export function SetUpCheck() {
  const { doctor, problem, isLooking, look } = useDoctor(false);
  const findings = doctor?.findings ?? [];
  const bad = findings.filter(({ state }) => state !== 'ok');
  const well = findings.filter(({ state }) => state === 'ok');
  const at = doctor && formatIso(doctor.at, question.value.timeZone, 'dayClock');
  return (
    <Card
      title="Set-up check"
      unit={at ? `${wordsOf(bad.length)}, looked at ${at}` : ''}
      class="span-12 card-list"
      isLoading={isLooking && !doctor}
      isStale={isLooking}
      problem={problem}
      empty={doctor || problem ? null : 'Permissions, logging, log group, bucket and metrics.'}
      actions={
        <button type="button" class="chip-button" disabled={isLooking} onClick={look}>
          {isLooking ? 'Looking' : 'Look now'}
        </button>
      }
    >
      <FindingList findings={bad} />
      {well.length > 0 && (
        <details class="policy">
          <summary>{formatPlural(well.length, 'check')} passed</summary>
          <FindingList findings={well} />
        </details>
      )}
    </Card>
  );
}

function wordsOf(count: number): string {
  return count === 0 ? 'all is well' : `${formatPlural(count, 'thing')} to mend`;
}
