/** The command palette: everything that can be done, found by typing. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { commandsOf, fittingCommands, type Command } from '../state/commands.ts';
import { runCommand } from '../state/run-command.ts';
import { may, shownViews } from '../state/session.ts';
import { isPaletteOpen, question, status } from '../state/store.ts';
import { useNames } from '../state/use-names.ts';
import { Icon } from './icon.tsx';

const SHOWN_MAX = 60;

export function Palette() {
  const dialog = useRef<HTMLDialogElement>(null);
  const isOpen = isPaletteOpen.value;
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  const close = (): void => {
    isPaletteOpen.value = false;
  };
  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label="Commands"
      onClose={close}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      {isOpen && <Finder onDone={close} />}
    </dialog>
  );
}

function Finder({ onDone }: { readonly onDone: () => void }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const names = useNames(true);
  const asked = question.value;
  const tagKeys = status.value?.tagKeys ?? [];
  const all = commandsOf({
    question: asked,
    tagKeys,
    ...names,
    views: shownViews.value,
    mayEdit: may('edit'),
  });
  const commands = fittingCommands(all, text, asked).slice(0, SHOWN_MAX);
  const run = (command: Command | undefined): void => {
    if (!command) return;
    onDone();
    runCommand(command.act);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = commands.length - 1;
    const moves = new Map<string, () => void>([
      ['ArrowDown', () => setChosen(chosen < last ? chosen + 1 : 0)],
      ['ArrowUp', () => setChosen(chosen > 0 ? chosen - 1 : last)],
      ['Home', () => setChosen(0)],
      ['End', () => setChosen(last)],
      ['Enter', () => run(commands[chosen])],
    ]);
    const move = moves.get(event.key);
    if (!move) return;
    event.preventDefault();
    move();
  };
  return (
    <>
      <div class="palette-field">
        <Icon name="search" />
        <input
          autofocus
          value={text}
          placeholder="View, tenant, model, range, or a filter such as status=throttled"
          spellcheck={false}
          autocomplete="off"
          role="combobox"
          aria-label="Command"
          aria-expanded={commands.length > 0}
          aria-controls="commands"
          aria-activedescendant={commands.length > 0 ? `command-${chosen}` : undefined}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
        <kbd>Esc</kbd>
      </div>
      <CommandList commands={commands} chosen={chosen} onRun={run} />
    </>
  );
}

interface CommandListProps {
  readonly commands: readonly Command[];
  readonly chosen: number;
  readonly onRun: (command: Command) => void;
}

function CommandList({ commands, chosen, onRun }: CommandListProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen, commands.length]);
  if (commands.length === 0) return <p class="palette-none muted">Nothing is called that.</p>;
  return (
    <ul class="palette-list" id="commands" role="listbox" aria-label="Commands" ref={list}>
      {commands.map((command, index) => (
        <li
          id={`command-${index}`}
          role="option"
          aria-selected={index === chosen}
          onClick={() => onRun(command)}
          key={`${command.group} ${command.label} ${index}`}
        >
          <span class="palette-label">{command.label}</span>
          <span class="muted palette-help">{command.help}</span>
          <span class="muted">{command.group}</span>
        </li>
      ))}
    </ul>
  );
}
