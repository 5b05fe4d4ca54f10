/** Writes an alarm, and shows at once when it would have fired: drawn over what was. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AlarmStatus } from '../../shared/contract.ts';
import { METRIC_KEYS, METRICS } from '../../shared/metrics.ts';
import { sendAlarm, type AlarmText } from '../api/ask-alarms.ts';
import { question } from '../state/store.ts';
import { useChange, whoAmI } from '../state/use-change.ts';
import { draftOf, draftText, EMPTY_DRAFT, type AlarmDraft } from './alarm-draft.ts';
import { AlarmPreview } from './alarm-preview.tsx';

interface AlarmEditorProps {
  /** What is changed or tried; null writes a new one. */
  readonly alarm: AlarmStatus | null;
  /** The alarm as it is written, where it was made on the page. */
  readonly text: AlarmText | null;
  readonly onDone: () => void;
}

export function AlarmEditor({ alarm, text, onDone }: AlarmEditorProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [draft, setDraft] = useState<AlarmDraft>(alarm ? draftOf(alarm, text) : EMPTY_DRAFT);
  const { isBusy, problem, run } = useChange();
  useEffect(() => dialog.current?.showModal(), []);
  const isOfConfig = alarm?.origin === 'config';
  // Keys that the form does not show stay.
  const whole = { ...text, ...draftText(draft, question.value.timeZone) };
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const kind = alarm ? ('update' as const) : ('create' as const);
    const by = whoAmI() || 'somebody';
    if (await run((signal) => sendAlarm({ alarm: whole, kind, by }, signal))) onDone();
  };
  return (
    <dialog ref={dialog} class="editor" aria-labelledby="editor-title" onClose={onDone}>
      <form onSubmit={(event) => void save(event)}>
        <h2 id="editor-title">{titleOf(alarm)}</h2>
        <div class="editor-fields">
          <Fields draft={draft} isNameFixed={alarm !== null} onChange={setDraft} />
        </div>
        <AlarmPreview
          draft={draft}
          text={whole}
          onThreshold={(threshold) => setDraft({ ...draft, threshold })}
        />
        {isOfConfig && (
          <p class="muted">This alarm stands in the config: try it here, and change it there.</p>
        )}
        {problem && (
          <p class="problem" role="alert">
            {problem.message} {problem.hint}
          </p>
        )}
        <footer>
          <button type="button" class="chip-button" onClick={onDone}>
            Close
          </button>
          {!isOfConfig && (
            <button
              type="submit"
              class="chip-button is-main"
              disabled={isBusy || draft.name === ''}
            >
              Save
            </button>
          )}
        </footer>
      </form>
    </dialog>
  );
}

function titleOf(alarm: AlarmStatus | null): string {
  if (!alarm) return 'New alarm';
  return alarm.origin === 'page' ? `Edit ${alarm.name}` : `Try ${alarm.name}`;
}

interface FieldsProps {
  readonly draft: AlarmDraft;
  readonly isNameFixed: boolean;
  readonly onChange: (draft: AlarmDraft) => void;
}

const CHOICES = {
  metric: METRIC_KEYS,
  comparison: ['>', '>=', '<', '<='],
  period: ['1m', '5m', '15m', '1h', '1d'],
  severity: ['info', 'warning', 'critical'],
} as const;

const LABELS: Readonly<Record<keyof AlarmDraft, string>> = {
  name: 'Name',
  metric: 'Metric',
  filter: 'Filter',
  groupBy: 'One for each',
  comparison: 'Is',
  threshold: 'Threshold',
  period: 'Period',
  datapointsToAlarm: 'Periods that breach',
  evaluationPeriods: 'Of the last',
  severity: 'Severity',
  owner: 'Owner',
  runbook: 'Runbook',
  quietFrom: 'Quiet from',
  quietTo: 'Quiet to',
};

function Fields({ draft, isNameFixed, onChange }: FieldsProps) {
  const fields = Object.keys(LABELS) as readonly (keyof AlarmDraft)[]; // Keys of a literal Record.
  return (
    <>
      {fields.map((field) => {
        const set = (event: { currentTarget: { value: string } }): void =>
          onChange({ ...draft, [field]: event.currentTarget.value });
        const choices: readonly string[] | null =
          field in CHOICES ? CHOICES[field as keyof typeof CHOICES] : null; // Just looked up.
        return (
          <label class={`field field-${field}`} key={field}>
            <span>{LABELS[field]}</span>
            {choices ? (
              <select value={draft[field]} onChange={set}>
                {choices.map((choice) => (
                  <option value={choice} key={choice}>
                    {field === 'metric' ? labelOf(choice) : choice}
                  </option>
                ))}
              </select>
            ) : (
              <input
                type={field === 'quietFrom' || field === 'quietTo' ? 'time' : 'text'}
                value={draft[field]}
                disabled={field === 'name' && isNameFixed}
                required={field === 'name' || field === 'threshold'}
                onInput={set}
              />
            )}
          </label>
        );
      })}
    </>
  );
}

function labelOf(metric: string): string {
  return METRIC_KEYS.flatMap((key) => (key === metric ? [METRICS[key].label] : []))[0] ?? metric;
}
