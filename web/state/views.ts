/** Every view by name, in the order of the rail: one entry here and one in the view's registry. */

/** What the top bar offers: filter and range, and besides the dimension to group by. */
type Bar = 'none' | 'range' | 'filter' | 'groups';

interface ViewEntry {
  readonly word: string;
  /** The letter after `g`. */
  readonly key: string;
  readonly bar: Bar;
  /** One line on what it answers, for the palette and the help. */
  readonly help: string;
}

const ENTRIES = {
  overview: {
    word: 'Overview',
    key: 'o',
    bar: 'groups',
    help: 'What was spent, on whom, how well',
  },
  invocations: { word: 'Invocations', key: 'i', bar: 'filter', help: 'Single calls, with explain' },
  alarms: { word: 'Alarms', key: 'a', bar: 'none', help: 'What is watched, and what fires' },
  prices: { word: 'Prices', key: 'r', bar: 'range', help: 'Rates, history, what is unpriced' },
  sources: { word: 'Sources', key: 's', bar: 'none', help: 'How fresh and whole the figures are' },
} as const satisfies Record<string, ViewEntry>;

export type View = keyof typeof ENTRIES;
export const VIEWS = Object.keys(ENTRIES) as readonly View[]; // Keys of a literal Record.
export const VIEW_ENTRIES: Readonly<Record<View, ViewEntry>> = ENTRIES;
