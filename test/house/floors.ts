/** The folder rule as data: which room of the house may import which other. */

export interface Floor {
  /** Folder, or a single file that is a room of its own. */
  readonly room: string;
  /** What lives there, for docs/architecture.md. */
  readonly holds: string;
  /** Rooms whose functions and types it may import; every room may import itself. */
  readonly uses: readonly string[];
  /** Rooms of which it may import types only. */
  readonly reads: readonly string[];
}

const STATIONS = [
  'server/source',
  'server/record',
  'server/attribute',
  'server/meter',
  'server/rollup',
  'server/price',
  'server/store',
  'server/query',
  'server/alarm',
  'server/notify',
  'server/report',
] as const;

const SERVER = [
  ...STATIONS,
  'server/job',
  'server/api',
  'server/access',
  'server/config',
  'server/demo',
] as const;

/** From the bottom up: a room uses only rooms that stand before it. */
export const FLOORS: readonly Floor[] = [
  {
    room: 'shared',
    holds: 'what page and server agree on: metrics, dimensions, filter, contract, money, time',
    uses: [],
    reads: [],
  },
  {
    room: 'server/client',
    holds: 'the typed client of the API that the package hands out; it stands alone',
    uses: [],
    reads: [],
  },
  {
    room: 'server/source',
    holds: 'readers of CloudWatch, S3, directories and the inventory; the only door to AWS',
    uses: ['shared'],
    reads: [],
  },
  {
    room: 'server/record',
    holds: 'bytes of one log record to an invocation',
    uses: ['shared'],
    reads: ['server/source'],
  },
  {
    room: 'server/attribute',
    holds: 'rules that give an invocation its tenant and tags',
    uses: ['shared'],
    reads: ['server/record', 'server/source'],
  },
  {
    room: 'server/meter',
    holds: 'an invocation to usage lines in billing units',
    uses: ['shared'],
    reads: ['server/attribute', 'server/record', 'server/source'],
  },
  {
    room: 'server/rollup',
    holds: 'counts per bucket and series, and the latency sketch',
    uses: ['shared'],
    reads: ['server/meter', 'server/record', 'server/attribute'],
  },
  {
    room: 'server/price',
    holds: 'the price book: rates by date, usage times rate, explanations',
    uses: ['shared'],
    reads: ['server/meter'],
  },
  {
    room: 'server/alarm',
    holds: 'what an alarm means: M of N periods, missing data, states',
    uses: ['shared'],
    reads: [],
  },
  {
    room: 'server/notify',
    holds: 'routes and channels that carry a notice to people',
    uses: ['shared', 'server/alarm'],
    reads: [],
  },
  {
    room: 'server/store',
    holds: 'tables, migrations, cursors, outbox and retention; the only door to SQLite',
    uses: ['shared', 'server/rollup', 'server/meter'], // Meter's text keys of usage types.
    reads: [
      'server/source',
      'server/record',
      'server/attribute',
      'server/price',
      'server/alarm',
      'server/notify',
    ],
  },
  {
    room: 'server/query',
    holds: 'one question to rows, with prices put on',
    uses: ['shared', 'server/meter', 'server/price', 'server/rollup'],
    reads: ['server/store'],
  },
  {
    room: 'server/report',
    holds: 'the nightly cost report',
    uses: ['shared', 'server/query', 'server/price'],
    reads: [],
  },
  {
    room: 'server/access',
    holds: 'who asks: users, sessions, tokens, providers of identity, and what they may',
    uses: ['shared', 'server/store'],
    reads: [],
  },
  {
    room: 'server/config',
    holds: 'settings and the environment to a checked config',
    uses: ['shared', 'server/access', 'server/alarm', 'server/attribute', 'server/notify'],
    reads: ['server/source', 'server/meter'],
  },
  {
    room: 'server/job',
    holds: 'the passes that string the stations together, and their schedule',
    uses: ['shared', ...STATIONS],
    reads: ['server/config'],
  },
  {
    room: 'server/api',
    holds: 'HTTP: check, ask, encode',
    uses: [
      'shared',
      'server/query',
      'server/store',
      'server/access',
      'server/job',
      'server/config',
    ],
    reads: ['server/price', 'server/alarm', 'server/source'],
  },
  {
    room: 'server/demo',
    holds: 'a traffic generator and a local stand-in for the AWS services',
    uses: ['shared'],
    reads: [],
  },
  {
    room: 'server/cli',
    holds: 'the verbs of the command line',
    uses: ['shared', 'server/client', ...SERVER],
    reads: [],
  },
  {
    room: 'server/main.ts',
    holds: 'the composition root, which owns the clock',
    uses: ['shared', ...SERVER, 'server/cli'],
    reads: [],
  },
  {
    room: 'web/format',
    holds: 'numbers, money and times as people read them',
    uses: ['shared'],
    reads: [],
  },
  {
    room: 'web/api',
    holds: 'the only fetch of the page',
    uses: ['shared'],
    reads: [],
  },
  {
    room: 'web/state',
    holds: 'the question that the page asks, kept in the URL',
    uses: ['shared', 'web/api', 'web/format'],
    reads: [],
  },
  {
    room: 'web/chart',
    holds: 'rows to a plain chart spec, and `draw-*`, the only door to Chart.js',
    uses: ['shared', 'web/format'],
    reads: [],
  },
  {
    room: 'web/part',
    holds: 'elements that draw what they are given',
    uses: ['shared', 'web/chart', 'web/state', 'web/format'],
    reads: ['web/api'],
  },
  {
    room: 'web/view',
    holds: 'whole pages: ask, hand on to parts',
    uses: ['shared', 'web/part', 'web/chart', 'web/state', 'web/api', 'web/format'],
    reads: [],
  },
  {
    room: 'web/main.tsx',
    holds: 'where the page starts',
    uses: ['shared', 'web/view', 'web/part', 'web/state', 'web/api', 'web/format'],
    reads: [],
  },
];

/** Rooms that take values and return values: no clock, chance, disk, network or environment. */
export const PURE_ROOMS: readonly string[] = [
  'shared',
  'server/record',
  'server/attribute',
  'server/meter',
  'server/rollup',
  'server/price',
  'server/alarm',
  'server/query',
  'server/report',
  'web/chart',
];

/** Packages that one place of the house may import, so that all others can be read without them. */
export const DOORS: readonly { readonly packages: RegExp; readonly onlyIn: RegExp }[] = [
  { packages: /^@(aws-sdk|smithy)\//, onlyIn: /^server\/source\// },
  { packages: /^better-sqlite3$/, onlyIn: /^server\/store\// },
  { packages: /^chart(js-.*|\.js)(\/.*)?$/, onlyIn: /^web\/chart\/draw-[^/]*$/ },
];
