/** The editor of rules: mistakes at their place, and what the newest calls would become. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { RulesProblem, RulesTextReply } from '../../shared/attribution-contract.ts';
import { askRulesText, saveRules } from '../api/ask-attribution.ts';
import type { CallError } from '../api/call.ts';
import { Card } from '../part/card.tsx';
import { CopyButton } from '../part/copy-button.tsx';
import { placeIn } from '../state/text-place.ts';
import { useLoad } from '../state/use-load.ts';
import { useRulesPreview } from '../state/use-rules-preview.ts';
import { RulesPreview } from './attribution-preview.tsx';

export function RulesEditorCard() {
  const [readCount, setReadCount] = useState(0);
  const load = useLoad('rules', readCount, askRulesText);
  return (
    <Card
      title="Edit rules"
      unit={load.data ? (load.data.file ?? 'they stand in the config itself') : ''}
      class="span-12 card-list"
      isLoading={!load.data}
      problem={load.problem}
    >
      {load.data && <Editor kept={load.data} onSaved={() => setReadCount(readCount + 1)} />}
    </Card>
  );
}

interface EditorProps {
  readonly kept: RulesTextReply;
  readonly onSaved: () => void;
}

function Editor({ kept, onSaved }: EditorProps) {
  const [text, setText] = useState(kept.text);
  const area = useRef<HTMLTextAreaElement>(null);
  const isChanged = text !== kept.text;
  const tried = useRulesPreview(isChanged ? text : null);
  const problems = tried.reply?.problems ?? [];
  const goTo = ({ line, column }: RulesProblem): void => {
    const at = placeIn(text, line, column);
    area.current?.focus();
    area.current?.setSelectionRange(at, at);
  };
  return (
    <div class="rules-editor">
      <div>
        <div class="rules-text">
          <LineNumbers text={text} wrong={new Set(problems.map(({ line }) => line))} />
          <textarea
            ref={area}
            value={text}
            rows={Math.max(LINES_MIN, text.split('\n').length + 1)}
            wrap="off"
            spellcheck={false}
            autocapitalize="off"
            aria-label="Rules as YAML"
            aria-invalid={problems.length > 0}
            aria-describedby="rules-problems"
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
        </div>
        <Problems problems={problems} onGo={goTo} />
        <SaveBar
          kept={kept}
          text={text}
          isReady={isChanged && tried.isCurrent && problems.length === 0}
          onBack={() => setText(kept.text)}
          onSaved={onSaved}
        />
      </div>
      <RulesPreview isChanged={isChanged} tried={tried} />
    </div>
  );
}

const LINES_MIN = 12;

/** Beside the text, so that a mistake's line is found by eye; the list below says the same. */
function LineNumbers({ text, wrong }: { text: string; wrong: ReadonlySet<number> }) {
  const numbers = text.split('\n').map((_, index) => index + 1);
  return (
    <ol class="line-numbers" aria-hidden="true">
      {numbers.map((number) => (
        <li class={wrong.has(number) ? 'is-wrong' : ''} key={number}>
          {number}
        </li>
      ))}
    </ol>
  );
}

function Problems(props: {
  readonly problems: readonly RulesProblem[];
  readonly onGo: (problem: RulesProblem) => void;
}) {
  return (
    <div id="rules-problems" role="status">
      <ul class="rules-problems">
        {props.problems.map((problem) => (
          <li key={`${problem.line} ${problem.column} ${problem.message}`}>
            {problem.file === null ? (
              <button type="button" class="place-button" onClick={() => props.onGo(problem)}>
                Line {problem.line}, column {problem.column}
              </button>
            ) : (
              <b>
                {problem.file}, line {problem.line}
              </b>
            )}
            <span>{problem.message}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface SaveBarProps extends EditorProps {
  readonly text: string;
  readonly isReady: boolean;
  readonly onBack: () => void;
}

function SaveBar({ kept, text, isReady, onBack, onSaved }: SaveBarProps) {
  const { isSaving, problem, savedText, save } = useSave(text, onSaved);
  const isChanged = text !== kept.text;
  return (
    <>
      <div class="save-bar">
        {kept.file !== null && (
          <button type="button" class="control" disabled={!isReady || isSaving} onClick={save}>
            {isSaving ? 'Saving' : 'Save'}
          </button>
        )}
        <CopyButton text={text} label="Copy the rules" />
        <button type="button" class="chip-button" disabled={!isChanged} onClick={onBack}>
          Undo all
        </button>
      </div>
      {kept.file === null && (
        <p class="muted rules-note">
          These rules stand in the config, which Outcrop only reads. Copy them under
          <code> attribution:</code> there; or put them into a file, name it with
          <code> attribution.rulesFile</code>, and this page can save them.
        </p>
      )}
      <p role="status" class={problem ? 'rules-refused' : 'muted rules-note'}>
        {problem && `${problem.message} ${problem.hint}`}
        {!problem && savedText === kept.text && SAVED}
      </p>
    </>
  );
}

const SAVED =
  'Saved. The rules hold from the next start of outcrop serve on; this page then offers to apply ' +
  'them to stored calls.';

function useSave(text: string, onSaved: () => void) {
  const [state, setState] = useState<{
    readonly isSaving: boolean;
    readonly problem: CallError | null;
    readonly savedText: string | null;
  }>({ isSaving: false, problem: null, savedText: null });
  const aborter = useRef(new AbortController());
  useEffect(() => () => aborter.current.abort(), []);
  const save = (): void => {
    setState({ isSaving: true, problem: null, savedText: null });
    saveRules(text, aborter.current.signal).then(
      () => {
        setState({ isSaving: false, problem: null, savedText: text });
        onSaved();
      },
      (problem: CallError) => setState({ isSaving: false, problem, savedText: null }),
    );
  };
  return { ...state, save };
}
