/** What an empty install shows: each step to the first dollar, how it stands, and what to copy. */
import type { DoctorReply } from '../../shared/doctor.ts';
import { CodeBlock } from '../part/copy-button.tsx';
import { FindingList } from '../part/finding-list.tsx';
import { QuestionLink } from '../part/question-link.tsx';
import { StateBadge } from '../part/state-badge.tsx';
import { useDoctor } from '../state/use-doctor.ts';
import { setUpSteps, type SetUpStep } from '../state/set-up-steps.ts';
import { status } from '../state/store.ts';
import { CALL_EXAMPLE, CONFIG_EXAMPLE } from './set-up-text.ts';

export function SetUp() {
  const known = status.value;
  const { doctor, problem, isLooking, look } = useDoctor(true);
  if (!known) return null;
  const steps = setUpSteps(known, doctor);
  const done = steps.filter(({ state }) => state === 'done').length;
  return (
    <section class="card set-up span-12">
      <header class="card-head">
        <h2>From here to the first dollar</h2>
        <span class="muted card-unit">
          {done} of {steps.length} steps done
        </span>
        <div class="card-actions">
          <button type="button" class="chip-button" disabled={isLooking} onClick={look}>
            {isLooking ? 'Looking at the accounts' : 'Look again'}
          </button>
        </div>
      </header>
      {problem && (
        <p class="stale-note" role="alert">
          {problem.message} {problem.hint}
        </p>
      )}
      <ol class="steps">
        {steps.map((step, index) => (
          <Step step={step} number={index + 1} doctor={doctor} key={step.key} />
        ))}
      </ol>
    </section>
  );
}

interface StepProps {
  readonly step: SetUpStep;
  readonly number: number;
  readonly doctor: DoctorReply | null;
}

function Step({ step, number, doctor }: StepProps) {
  const { title, state, says, findings } = step;
  return (
    <li class={`step is-${state}`} aria-current={state === 'now' ? 'step' : undefined}>
      <header>
        <span class="step-number">{number}</span>
        <h3>{title}</h3>
        <StateBadge state={state} />
      </header>
      <p>{says}</p>
      {findings.length > 0 && <FindingList findings={findings} />}
      <StepHelp step={step} doctor={doctor} />
    </li>
  );
}

/** What a step offers beside doctor's findings. */
function StepHelp({ step, doctor }: Pick<StepProps, 'step' | 'doctor'>) {
  if (step.state === 'done') return null;
  switch (step.key) {
    case 'config':
      return <CodeBlock text={CONFIG_EXAMPLE} label="a first outcrop.yaml" />;
    case 'access':
      return <Policies doctor={doctor} />;
    case 'read':
      return <ReadProgress />;
    case 'dollar':
      return <CodeBlock text={CALL_EXAMPLE} label="a call of a small model" />;
    case 'logging':
      return null;
  }
}

function Policies({ doctor }: { readonly doctor: DoctorReply | null }) {
  return (
    <>
      {doctor?.policies.map(({ account, attachTo, text }) => (
        <details class="policy" key={`${account} ${attachTo}`}>
          <summary>IAM policy for {attachTo}</summary>
          <CodeBlock text={text} label={`IAM policy for ${attachTo}`} />
        </details>
      ))}
    </>
  );
}

function ReadProgress() {
  const sources = status.value?.sources ?? [];
  if (sources.length === 0) return null;
  return (
    <>
      <ul class="read-progress">
        {sources.map(({ id, state, progressDone, progressTotal, error }) => (
          <li key={id}>
            <StateBadge state={state} />
            <span>{id}</span>
            <progress
              max={Math.max(1, progressTotal)}
              value={progressDone}
              aria-label={`Progress of ${id}`}
            />
            {error && <span class="source-error">{`${error.message} ${error.hint}`}</span>}
          </li>
        ))}
      </ul>
      <p>
        <QuestionLink to={{ view: 'sources' }}>See the sources</QuestionLink>
      </p>
    </>
  );
}
