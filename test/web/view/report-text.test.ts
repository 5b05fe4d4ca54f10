/** What the page of reports says of what the API tells. */
import { describe, expect, test } from 'vitest';
import type { ReportsReply, StoredReport } from '../../../shared/report-contract.ts';
import {
  deliveryWords,
  fileGroups,
  headlineOf,
  linesOf,
  originOf,
} from '../../../web/view/report-text.ts';

function report(changes: Partial<StoredReport> = {}): StoredReport {
  return {
    kind: 'nightly',
    name: 'nightly',
    date: '2026-11-01',
    revision: 1,
    state: 'final',
    summary: '',
    madeAt: '2026-11-02T02:00:00Z',
    isReplaced: false,
    files: [],
    deliveries: [],
    ...changes,
  };
}

const to = (target: string, state: 'pending' | 'delivered' | 'dead') => {
  return { target, state, next: null, attempts: [] };
};

describe('linesOf', () => {
  test('gives each period once, the last first, with the revisions that it replaced', () => {
    const reports = [
      report({ revision: 3 }),
      report({ date: '2026-11-02' }),
      report({ revision: 2, isReplaced: true }),
      report({ revision: 1, isReplaced: true }),
      report({ name: 'acme', date: '2026-11-02' }),
      report({ kind: 'focus', name: 'lake' }),
    ];
    const told = linesOf(reports, 'nightly').map(({ report: one, before }) => {
      return [one.name, one.date, one.revision, before.map(({ revision }) => revision)];
    });
    expect(told).toEqual([
      ['acme', '2026-11-02', 1, []],
      ['nightly', '2026-11-02', 1, []],
      ['nightly', '2026-11-01', 3, [2, 1]],
    ]);
  });
});

describe('fileGroups', () => {
  test('puts the files of each tenant of a statement together, and those of all', () => {
    const names = ['statement-2026-11-acme.html', 'statement-2026-11-acme.json'];
    const files = [...names, 'statements-2026-11.csv'].map((name) => {
      return { name, contentType: '', bytes: 9 };
    });
    const groups = fileGroups(report({ kind: 'statement', date: '2026-11', files }));
    expect(groups.map(({ word, files: own }) => [word, own.map(({ format }) => format)])).toEqual([
      ['acme', ['html', 'json']],
      ['', ['csv']],
    ]);
  });

  test('knows them under the name of a definition too', () => {
    const files = [{ name: 'bills-statement-2026-11-a-b.html', contentType: '', bytes: 9 }];
    const [group] = fileGroups(report({ kind: 'statement', date: '2026-11', files }));
    expect(group?.word).toBe('a-b');
  });
});

test.each([
  [[], 'here only'],
  [[to('disk', 'delivered')], 'arrived at 1 place'],
  [[to('disk', 'delivered'), to('mail', 'pending')], '1 of 2 arrived'],
  [[to('disk', 'delivered'), to('mail', 'dead')], '1 of 2 given up'],
] as const)('deliveries %j are told as "%s"', (deliveries, words) => {
  expect(deliveryWords(deliveries)).toBe(words);
});

test('names where a report is from', () => {
  expect(originOf(report())).toBe('nightly');
  expect(originOf(report({ name: 'nightly-by-hand' }))).toBe('by hand');
});

describe('headlineOf', () => {
  const reply = (changes: Partial<ReportsReply>): ReportsReply => {
    return { definitions: [], reports: [], making: [], ...changes };
  };
  const at = (iso: string): string => iso;
  const definition = {
    name: 'nightly',
    kind: 'nightly',
    at: '02:00',
    timeZone: 'UTC',
    filter: '',
    formats: [],
    to: [],
  } as const;

  test.each([
    ['nothing is asked for', {}, 'No report is made by itself: add `report` to the config.'],
    [
      'nothing is made yet',
      { definitions: [{ ...definition, next: 'tomorrow' }] },
      'No report has been made yet; the first is due tomorrow.',
    ],
    [
      'the last has arrived',
      { reports: [report({ deliveries: [to('disk', 'delivered')] })] },
      'The report of 2026-11-01 is final and arrived at 1 place.',
    ],
    [
      'a delivery was given up',
      {
        reports: [
          report({ state: 'preliminary', name: 'nightly-by-hand', date: '2026-11-09' }),
          report({ state: 'preliminary' }),
          report({ kind: 'focus', name: 'lake', deliveries: [to('disk', 'dead')] }),
        ],
      },
      'The report of 2026-11-01 is preliminary; 1 delivery was given up.',
    ],
  ] as const)('answers when %s', (_, changes, words) => {
    expect(headlineOf(reply(changes), at)).toBe(words);
  });
});
