/** Doctor's findings: what was looked at, how it stands, and the mend to copy. */
import type { DoctorFinding } from '../../shared/doctor.ts';
import { fixBlocks } from '../format/fix-text.ts';
import { checkWords } from '../format/source-kind.ts';
import { CodeBlock } from './copy-button.tsx';
import { StateBadge } from './state-badge.tsx';

export function FindingList({ findings }: { readonly findings: readonly DoctorFinding[] }) {
  return (
    <ul class="findings">
      {findings.map((finding) => (
        <FindingItem finding={finding} key={keyOf(finding)} />
      ))}
    </ul>
  );
}

function FindingItem({ finding }: { readonly finding: DoctorFinding }) {
  const { account, region, check, state, says, fix } = finding;
  return (
    <li>
      <header>
        <StateBadge state={state === 'ok' ? 'passed' : state} />
        <b>{checkWords(check)}</b>
        <span class="muted">
          {account} {region}
        </span>
      </header>
      <p>{says}</p>
      {fixBlocks(fix).map(({ isCode, text }) =>
        isCode ? (
          <CodeBlock text={text} label={`fix for ${checkWords(check)}`} key={text} />
        ) : (
          <p class="muted" key={text}>
            {text}
          </p>
        ),
      )}
    </li>
  );
}

function keyOf({ account, region, check, says }: DoctorFinding): string {
  return [account, region, check, says].join('\n');
}
