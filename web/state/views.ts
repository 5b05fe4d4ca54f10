/** Every view by name, in the order of the rail: one entry here and one in the view's registry. */

import type { AccessWord } from '../../shared/access.ts';

/** What the top bar offers: filter and range, and besides the dimension to group by. */
type Bar = 'none' | 'range' | 'filter' | 'groups';

interface ViewEntry {
  readonly word: string;
  /** The letter after `g`. */
  readonly key: string;
  readonly bar: Bar;
  /** One line on what it answers, for the palette and the help. */
  readonly help: string;
  /** A wall screen shows it in its turn. */
  readonly isForWall?: true;
  /** All that it asks is for who sees all tenants: to others it would show nothing. */
  readonly needs?: AccessWord;
}

const ENTRIES = {
  overview: {
    word: 'Overview',
    key: 'o',
    bar: 'groups',
    help: 'What was spent, on whom, how well',
    isForWall: true,
  },
  spend: {
    word: 'Spend',
    key: 'd',
    bar: 'groups',
    help: 'Any metric by any group, unit costs, month end, what-if',
  },
  performance: {
    word: 'Performance',
    key: 'p',
    bar: 'groups',
    help: 'Latency, first token, pace of output, which model got slower',
  },
  throttles: {
    word: 'Throttles',
    key: 'l',
    bar: 'groups',
    help: 'Throttles, errors, and the load by the minute',
  },
  invocations: { word: 'Invocations', key: 'i', bar: 'filter', help: 'Single calls, with explain' },
  alarms: {
    word: 'Alarms',
    key: 'a',
    bar: 'none',
    help: 'What is watched, and what fires',
    isForWall: true,
  },
  attribution: {
    word: 'Attribution',
    key: 'u',
    bar: 'range',
    help: 'Who pays: rules, tenants, and what has none',
    needs: 'whole',
  },
  prices: {
    word: 'Prices',
    key: 'r',
    bar: 'range',
    help: 'Rates, history, what is unpriced',
    needs: 'whole',
  },
  reports: {
    word: 'Reports',
    key: 'n',
    bar: 'none',
    help: 'Nightly reports, statements and exports: to read, download, make and send',
    needs: 'whole',
  },
  sources: {
    word: 'Sources',
    key: 's',
    bar: 'none',
    help: 'How fresh and whole the figures are',
    isForWall: true,
  },
  settings: {
    word: 'Settings',
    key: 'e',
    bar: 'none',
    help: 'Theme, density, saved views, and the config as it is',
  },
} as const satisfies Record<string, ViewEntry>;

export type View = keyof typeof ENTRIES;
export const VIEWS = Object.keys(ENTRIES) as readonly View[]; // Keys of a literal Record.
export const VIEW_ENTRIES: Readonly<Record<View, ViewEntry>> = ENTRIES;

/** Views that a wall screen shows in turn; what asks for a hand is not among them. */
const KIOSK_VIEWS: readonly View[] = VIEWS.filter((view) => VIEW_ENTRIES[view].isForWall === true);

/** The next view on a wall screen. */
export function viewAfter(view: View): View {
  const at = KIOSK_VIEWS.indexOf(view);
  return KIOSK_VIEWS[(at + 1) % KIOSK_VIEWS.length] ?? 'overview';
}
