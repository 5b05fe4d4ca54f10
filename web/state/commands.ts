/** What can be done from the keyboard: every command with its words, and those that fit a text. */
import { ROLLED_DIMENSIONS, type Dimension } from '../../shared/dimensions.ts';
import { formatFilter, parseFilter } from '../../shared/filter.ts';
import { withTerm } from './filter-edit.ts';
import { THEMES, type Question, type Theme } from './question.ts';
import { VIEW_ENTRIES, type View } from './views.ts';

export type CommandAct =
  | { readonly kind: 'go'; readonly patch: Partial<Question> }
  | { readonly kind: 'open'; readonly search: string }
  | { readonly kind: 'theme'; readonly theme: Theme }
  | { readonly kind: 'help' | 'copyLink' | 'saveView' | 'share' };

export interface Command {
  readonly group: 'View' | 'Saved view' | 'Time range' | 'Filter' | 'Group by' | 'Action';
  readonly label: string;
  /** Keys that do the same, or one line on what it answers. */
  readonly help: string;
  readonly act: CommandAct;
}

/** What the commands are made of; lists of names may be cut. */
export interface CommandContext {
  readonly question: Question;
  readonly tagKeys: readonly string[];
  readonly tenants: readonly string[];
  readonly models: readonly string[];
  readonly savedViews: readonly { readonly name: string; readonly search: string }[];
  /** Views that are shown to who looks. */
  readonly views: readonly View[];
  /** Whether who looks may save and share views. */
  readonly mayEdit: boolean;
}

const RANGES = [
  ['now-1h', 'Last hour'],
  ['now-6h', 'Last 6 hours'],
  ['now-24h', 'Last 24 hours'],
  ['now-7d', 'Last 7 days'],
  ['now-30d', 'Last 30 days'],
  ['now-90d', 'Last 90 days'],
] as const;

const ZONES = ['UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kathmandu', 'Asia/Tokyo'] as const;

/** All commands that make sense now, in the order in which they are listed. */
export function commandsOf(context: CommandContext): readonly Command[] {
  return [
    ...context.views.map((view): Command => {
      const { word, key, help } = VIEW_ENTRIES[view];
      return { group: 'View', label: word, help: `${help} (g ${key})`, act: go({ view }) };
    }),
    ...context.savedViews.map(({ name, search }): Command => {
      return { group: 'Saved view', label: name, help: '', act: { kind: 'open', search } };
    }),
    ...RANGES.map(([from, label]): Command => {
      return { group: 'Time range', label, help: '', act: go({ from, to: 'now', step: 'auto' }) };
    }),
    ...filterCommands(context),
    ...groupCommands(context),
    ...actionCommands(context),
  ];
}

function go(patch: Partial<Question>): CommandAct {
  return { kind: 'go', patch };
}

function filterCommands({ question, tenants, models }: CommandContext): readonly Command[] {
  const only = (dimension: Dimension, value: string): Command => {
    const term = { dimension, negated: false, values: [value] };
    const filter = withTerm(question.filter, term);
    return {
      group: 'Filter',
      label: formatFilter({ terms: [term] }),
      help: `only this ${dimension}`,
      act: go({ filter }),
    };
  };
  const clear: Command = {
    group: 'Filter',
    label: 'Clear the filter',
    help: question.filter,
    act: go({ filter: '' }),
  };
  return [
    ...(question.filter === '' ? [] : [clear]),
    ...tenants.map((tenant) => only('tenant', tenant)),
    ...models.map((model) => only('model', model)),
  ];
}

function groupCommands({ tagKeys }: CommandContext): readonly Command[] {
  const tags = tagKeys.map((key): Dimension => `tag.${key}`);
  return [...ROLLED_DIMENSIONS, ...tags].map((groupBy): Command => {
    const act = go({ view: 'overview', groupBy });
    return { group: 'Group by', label: `Group by ${groupBy}`, help: '', act };
  });
}

function actionCommands({ question, mayEdit }: CommandContext): readonly Command[] {
  const isWeek = question.compare === 'week';
  const action = (label: string, help: string, act: CommandAct): Command => {
    return { group: 'Action', label, help, act };
  };
  return [
    ...(mayEdit
      ? [
          action('Save this view', 'under a name, for everyone', { kind: 'saveView' }),
          action('Share this view', 'by a link that opens without sign-in', { kind: 'share' }),
        ]
      : []),
    action('Copy the link', 'it shows a colleague the same', { kind: 'copyLink' }),
    action(
      isWeek ? 'Compare with the span before' : 'Compare with a week before',
      'c',
      go({ compare: isWeek ? 'previous' : 'week' }),
    ),
    ...THEMES.map((theme) => action(`Theme: ${theme}`, '', { kind: 'theme', theme })),
    ...ZONES.map((timeZone) => action(`Time zone ${timeZone}`, '', go({ timeZone }))),
    action('Kiosk mode', 'larger, without controls, changes views by itself', go({ kiosk: '1' })),
    action('Keys', '?', { kind: 'help' }),
  ];
}

/**
 * The commands that fit a text, the best first; a filter that is typed out comes before all.
 *
 * @param text letters of the command in their order, not necessarily side by side.
 */
export function fittingCommands(
  commands: readonly Command[],
  text: string,
  question: Question,
): readonly Command[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return commands;
  const scored = commands.flatMap((command, index) => {
    const inLabel = scoreOf(command.label.toLowerCase(), wanted);
    const inGroup = command.group.toLowerCase().startsWith(wanted) ? GROUP_SCORE : null;
    const score = inLabel ?? inGroup;
    return score === null ? [] : [{ command, score: score + index / 10_000 }];
  });
  scored.sort((a, b) => a.score - b.score);
  return [...typedFilter(text, question), ...scored.map(({ command }) => command)];
}

function typedFilter(text: string, question: Question): readonly Command[] {
  if (!text.includes('=')) return [];
  const parsed = parseFilter(text);
  if (!parsed.ok) return [];
  const label = formatFilter(parsed.value);
  const filter = [question.filter, label].filter((part) => part !== '').join(' ');
  return [{ group: 'Filter', label, help: 'as typed', act: go({ filter }) }];
}

/** Whoever types the word for a group finds all of it, after what is called so. */
const GROUP_SCORE = 1_000;

/** 0 for the beginning, more for later and scattered letters; null where one is missing. */
function scoreOf(label: string, wanted: string): number | null {
  const at = label.indexOf(wanted);
  if (at >= 0) return at === 0 || /[^a-z0-9]/.test(label[at - 1] ?? '') ? at / 100 : 1 + at / 100;
  let index = -1;
  let gaps = 0;
  for (const letter of wanted) {
    const next = label.indexOf(letter, index + 1);
    if (next < 0) return null;
    if (index >= 0) gaps += next - index - 1;
    index = next;
  }
  return 10 + gaps;
}
