/** The way from an empty install to the first dollar, and how far this one has come. */
import type { StatusReply } from '../../shared/contract.ts';
import type { DoctorFinding, DoctorReply } from '../../shared/doctor.ts';

export type StepState = 'done' | 'now' | 'mend' | 'later';

export interface SetUpStep {
  readonly key: 'config' | 'access' | 'logging' | 'read' | 'dollar';
  readonly title: string;
  readonly state: StepState;
  /** How it stands, in a sentence. */
  readonly says: string;
  /** What is wrong here, each with its mend. */
  readonly findings: readonly DoctorFinding[];
}

type Step = Omit<SetUpStep, 'state'> & { readonly isDone: boolean };

/**
 * All steps in their order.
 *
 * @param doctor null while nobody has looked yet.
 * @returns the first step that is not done is `now`, or `mend` when doctor found something there.
 */
export function setUpSteps(
  status: Pick<StatusReply, 'sources' | 'invocations'>,
  doctor: DoctorReply | null,
): readonly SetUpStep[] {
  const steps = [
    configStep(status, doctor),
    ...doctorSteps(doctor),
    readStep(status),
    dollarStep(status),
  ];
  const first = steps.findIndex(({ isDone }) => !isDone);
  return steps.map(({ isDone, ...step }, index) => {
    return { ...step, state: stateOf(isDone, step.findings.length > 0, index === first) };
  });
}

function stateOf(isDone: boolean, hasFindings: boolean, isFirst: boolean): StepState {
  if (isDone) return 'done';
  if (hasFindings) return 'mend';
  return isFirst ? 'now' : 'later';
}

function configStep({ sources }: Pick<StatusReply, 'sources'>, doctor: DoctorReply | null): Step {
  const named = doctor ? doctor.accounts + doctor.directories : sources.length;
  const base = { key: 'config' as const, title: 'Name what to read', findings: [] };
  if (named === 0) {
    return { ...base, isDone: false, says: NOTHING_NAMED };
  }
  return { ...base, isDone: true, says: 'The config names where the logs lie.' };
}

const NOTHING_NAMED =
  'The config names no account and no folder yet: write them, and start the server again.';

const LOGGING: ReadonlySet<string> = new Set([
  'logging',
  'logGroup',
  'bucket',
  'objects',
  'delivery',
  'metrics',
  'region',
]);

function doctorSteps(doctor: DoctorReply | null): readonly Step[] {
  const bad = doctor?.findings.filter(({ state }) => state !== 'ok') ?? [];
  const denied = bad.filter((one) => one.state === 'denied' || !LOGGING.has(one.check));
  const logging = bad.filter((one) => !denied.includes(one));
  const access = { key: 'access' as const, title: 'Let Outcrop read' };
  const logs = { key: 'logging' as const, title: 'Switch on invocation logging' };
  if (doctor === null || doctor.accounts + doctor.directories === 0) {
    const says = doctor ? 'First the config says what to read.' : 'Nobody has looked yet.';
    return [
      { ...access, isDone: false, says, findings: [] },
      { ...logs, isDone: false, says, findings: [] },
    ];
  }
  return [
    {
      ...access,
      isDone: denied.length === 0,
      says: sayOf(denied, 'Every permission that the config needs is there.'),
      findings: denied,
    },
    {
      ...logs,
      isDone: logging.length === 0,
      says: sayOf(logging, 'Bedrock writes its log where Outcrop reads.'),
      findings: logging,
    },
  ];
}

function sayOf(findings: readonly DoctorFinding[], well: string): string {
  if (findings.length === 0) return well;
  return findings.length === 1 ? 'One thing is to mend.' : `${findings.length} things are to mend.`;
}

function readStep({ sources }: Pick<StatusReply, 'sources'>): Step {
  const done = sources.reduce((sum, one) => sum + one.progressDone, 0);
  const total = sources.reduce((sum, one) => sum + one.progressTotal, 0);
  const isDone = sources.length > 0 && sources.every((one) => one.completeTo !== null);
  const base = { key: 'read' as const, title: 'Read the past', findings: [] };
  if (isDone) return { ...base, isDone, says: 'All sources have been read to their end.' };
  const failing = sources.filter((one) => one.error !== null).length;
  if (failing > 0)
    return { ...base, isDone, says: `${failing} of ${sources.length} cannot be read.` };
  if (total === 0) return { ...base, isDone, says: 'It begins by itself when the server starts.' };
  const percent = Math.floor((100 * Math.min(done, total)) / total);
  return { ...base, isDone, says: `${percent} % of what there is has been read.` };
}

function dollarStep({ invocations }: Pick<StatusReply, 'invocations'>): Step {
  const base = { key: 'dollar' as const, title: 'See the first dollar', findings: [] };
  if (invocations > 0) return { ...base, isDone: true, says: 'Calls are counted and priced.' };
  const says = 'No call has been logged yet. Logs come some minutes after a call.';
  return { ...base, isDone: false, says };
}
