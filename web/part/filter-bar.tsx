/** The filter: its terms as chips, and a field that completes and says what is wrong where. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatFilter, parseFilter, type FilterProblem } from '../../shared/filter.ts';
import { withoutTerm } from '../state/filter-edit.ts';
import { navigate, question } from '../state/store.ts';
import type { Suggestion } from '../state/complete-filter.ts';
import { useSuggestions } from '../state/use-suggestions.ts';
import { Icon } from './icon.tsx';

export function FilterBar() {
  const { filter } = question.value;
  const parsed = parseFilter(filter);
  const terms = parsed.ok ? parsed.value.terms : [];
  const field = useRef<HTMLInputElement>(null);
  // A filter that cannot be read stands in the field, to be mended there.
  const [text, setText] = useState(parsed.ok ? '' : filter);
  const [problem, setProblem] = useState<FilterProblem | null>(parsed.ok ? null : parsed.problem);
  useEffect(() => {
    // What is being typed stays, but for a broken filter that a step back has left behind.
    setText((typed) => (parsed.ok ? (parseFilter(typed).ok ? typed : '') : filter));
    setProblem(parsed.ok ? null : parsed.problem);
  }, [filter]);

  const change = (next: string): void => {
    setText(next);
    setProblem(null);
  };
  const apply = (typed: string): void => {
    if (typed.trim() === '') return;
    const next = parseFilter(typed);
    if (!next.ok) return setProblem(next.problem);
    const kept = parsed.ok ? filter : '';
    navigate({ filter: [kept, formatFilter(next.value)].filter((part) => part !== '').join(' ') });
    change('');
  };
  const edit = (index: number): void => {
    const term = terms[index];
    if (!term) return;
    navigate({ filter: withoutTerm(filter, index) });
    change(formatFilter({ terms: [term] }));
    field.current?.focus();
  };
  return (
    <div class={problem ? 'filter-bar has-problem' : 'filter-bar'} role="search">
      <Icon name="filter" />
      {terms.map((term, index) => (
        <TermChip
          label={formatFilter({ terms: [term] })}
          onEdit={() => edit(index)}
          onRemove={() => navigate({ filter: withoutTerm(filter, index) })}
          key={formatFilter({ terms: [term] })}
        />
      ))}
      <FilterField
        field={field}
        text={text}
        hasTerms={terms.length > 0}
        onChange={change}
        onApply={apply}
        onBack={() => edit(terms.length - 1)}
      />
      {problem && <Problem text={text} problem={problem} />}
    </div>
  );
}

function TermChip(props: {
  readonly label: string;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}) {
  return (
    <span class="chip">
      <button type="button" class="chip-text" title="Change this" onClick={props.onEdit}>
        {props.label}
      </button>
      <button
        type="button"
        class="chip-close"
        aria-label={`Remove ${props.label}`}
        onClick={props.onRemove}
      >
        <Icon name="close" />
      </button>
    </span>
  );
}

function Problem({ text, problem }: { readonly text: string; readonly problem: FilterProblem }) {
  const at = Math.min(problem.index, text.length);
  return (
    <div class="filter-problem" id="filter-problem" role="alert">
      <span>{problem.message}</span>
      <code>
        {text.slice(0, at)}
        <mark>{text.slice(at, at + 1) || '\u00a0'}</mark>
        {text.slice(at + 1)}
      </code>
    </div>
  );
}

interface FilterFieldProps {
  readonly field: { current: HTMLInputElement | null };
  readonly text: string;
  readonly hasTerms: boolean;
  readonly onChange: (text: string) => void;
  readonly onApply: (text: string) => void;
  /** Backspace in an empty field takes the last term back into it. */
  readonly onBack: () => void;
}

function FilterField(props: FilterFieldProps) {
  const { text, onChange, onApply } = props;
  const [isFocused, setIsFocused] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const suggestions = useSuggestions(text, isFocused);
  const isOpen = isFocused && suggestions.length > 0;
  const take = (suggestion: Suggestion): void => {
    setChosen(-1);
    if (suggestion.isValue) onApply(suggestion.text);
    else onChange(suggestion.text);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const move = fieldMove(event.key, { text, isOpen, hasTerms: props.hasTerms });
    if (move === null) return;
    if (move !== 'leave') event.preventDefault();
    const marked = isOpen ? suggestions[chosen] : undefined;
    const first = marked ?? suggestions[0];
    const act: Record<FieldMove, () => void> = {
      next: () => setChosen(chosen + 1 < suggestions.length ? chosen + 1 : 0),
      previous: () => setChosen(chosen > 0 ? chosen - 1 : suggestions.length - 1),
      enter: () => (marked ? take(marked) : onApply(text)),
      complete: () => first && take(first),
      back: props.onBack,
      leave: () => props.field.current?.blur(),
    };
    act[move]();
  };
  return (
    <>
      <input
        ref={props.field}
        id="filter"
        class="filter-field"
        value={text}
        placeholder={props.hasTerms ? '' : 'Filter, such as tenant=acme model=anthropic.*'}
        spellcheck={false}
        autocomplete="off"
        role="combobox"
        aria-label="Filter"
        aria-expanded={isOpen}
        aria-controls="filter-suggestions"
        aria-autocomplete="list"
        aria-activedescendant={isOpen && chosen >= 0 ? `suggestion-${chosen}` : undefined}
        onInput={(event) => {
          setChosen(-1);
          onChange(event.currentTarget.value);
        }}
        onFocus={() => setIsFocused(true)}
        onBlur={() => setIsFocused(false)}
        onKeyDown={onKeyDown}
      />
      {isOpen && <SuggestionList suggestions={suggestions} chosen={chosen} onTake={take} />}
    </>
  );
}

function SuggestionList(props: {
  readonly suggestions: readonly Suggestion[];
  readonly chosen: number;
  readonly onTake: (suggestion: Suggestion) => void;
}) {
  return (
    <ul class="suggestions" id="filter-suggestions" role="listbox" aria-label="Completions">
      {props.suggestions.map((suggestion, index) => (
        <li
          id={`suggestion-${index}`}
          role="option"
          aria-selected={index === props.chosen}
          // The field would lose its focus, and the list with it, before a click came through.
          onMouseDown={(event) => {
            event.preventDefault();
            props.onTake(suggestion);
          }}
          key={suggestion.label}
        >
          <span>{suggestion.label}</span>
          <span class="muted">{suggestion.help}</span>
        </li>
      ))}
    </ul>
  );
}

type FieldMove = 'next' | 'previous' | 'enter' | 'complete' | 'back' | 'leave';

/** What a key means in the field; null when it is the field's own. */
function fieldMove(
  key: string,
  field: { readonly text: string; readonly isOpen: boolean; readonly hasTerms: boolean },
): FieldMove | null {
  const isEmpty = field.text.trim() === '';
  const moves = new Map<string, FieldMove | null>([
    ['ArrowDown', field.isOpen ? 'next' : null],
    ['ArrowUp', field.isOpen ? 'previous' : null],
    ['Enter', isEmpty && !field.isOpen ? null : 'enter'],
    ['Tab', field.isOpen && !isEmpty ? 'complete' : null],
    ['Backspace', field.text === '' && field.hasTerms ? 'back' : null],
    ['Escape', 'leave'],
  ]);
  return moves.get(key) ?? null;
}
