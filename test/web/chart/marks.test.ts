/** Claims about what is marked on charts beside their figures. */
import { describe, expect, test } from 'vitest';
import { marksAt, marksOf, withMarks, type Incidents } from '../../../web/chart/marks.ts';
import { countSpec } from '../../../web/chart/count-spec.ts';
import { HOUR_MS } from '../../../shared/window.ts';
import { cannedAlarm } from '../fixtures/canned-replies.ts';

const START_MS = Date.parse('2026-11-22T10:00:00Z');
const steps = {
  startsMs: [0, 1, 2, 3].map((hour) => START_MS + hour * HOUR_MS),
  endMs: START_MS + 4 * HOUR_MS,
  step: '1h',
  timeZone: 'UTC',
  completeToMs: START_MS + 4 * HOUR_MS,
} as const;

const window = { startMs: START_MS, endMs: steps.endMs };
const fired = { at: '2026-11-22T10:30:00Z', name: 'Storm', group: {}, reason: 'why' };

const incidents: Incidents = {
  window,
  alarms: [cannedAlarm({ name: 'Storm', metric: 'throttles', state: 'OK', group: {} })],
  events: [
    { ...fired, from: 'OK', to: 'ALARM' },
    { ...fired, at: '2026-11-22T12:00:00Z', from: 'ALARM', to: 'OK' },
  ],
  gaps: [],
  lost: [{ source: 'logs', from: '2026-11-22T13:00:00Z', to: '2026-11-22T20:00:00Z' }],
  priceChanges: [
    {
      model: 'amazon.nova-lite',
      dimension: 'input_tokens',
      region: 'us-east-1',
      kind: '',
      at: '2026-11-22T11:15:00Z',
      before: '1',
      after: '2',
    },
  ],
};

const of = (metric: 'throttles' | 'cost' | 'latencyP99') =>
  marksOf({ incidents, steps, metrics: [metric], filter: '' }).map(({ kind, from, to }) => {
    return [kind, from, to];
  });

describe('marksOf', () => {
  test('marks an alarm on the metric that it watches, in fractions of steps', () => {
    expect(of('throttles')).toEqual([
      ['alarm', 0.5, 2],
      ['lost', 3, 4],
    ]);
  });

  test('marks prices where money is drawn, and alarms of other metrics nowhere', () => {
    expect(of('cost')).toEqual([
      ['price', 1.25, 1.25],
      ['lost', 3, 4],
    ]);
    expect(of('latencyP99')).toEqual([['lost', 3, 4]]);
  });
});

describe('withMarks', () => {
  const bare = countSpec({
    steps: { ...steps, lost: [{ startMs: START_MS + 3 * HOUR_MS, endMs: steps.endMs }] },
    rows: [{ group: {}, start: '2026-11-22T10:00:00Z', values: { throttles: 4 } }],
    metrics: [{ metric: 'throttles', colour: 'series-2' }],
    watched: ['throttles'],
    unit: 'count',
    alarms: [],
    filter: '',
    none: 'None.',
  });

  test('says in table and summary what is marked', () => {
    const marks = marksOf({ incidents, steps, metrics: ['throttles'], filter: '' });
    const spec = withMarks(bare, marks);
    expect(spec.table.rows.map((row) => row.at(-1))).toEqual([
      expect.stringContaining('Storm fired'),
      expect.stringContaining('Storm fired'),
      '',
      expect.stringContaining('records of logs are lost'),
    ]);
    expect(spec.summary).toContain('Marked: alarm fired, records lost.');
  });

  test('leaves a gap, and no zero, where records are lost', () => {
    expect(bare.series[0]?.values).toEqual([4, 0, 0, null]);
  });
});

test('tells an instant in its own step alone', () => {
  const marks = [{ kind: 'price', from: 1, to: 1, text: 'changed' }] as const;
  expect([0, 1, 2].map((index) => marksAt(marks, index).length)).toEqual([0, 1, 0]);
});
