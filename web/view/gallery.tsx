/** Every chart and part on fixed data, in development builds: how each looks in its states. */
import { axisOf } from '../chart/axis.ts';
import { rankSpec } from '../chart/ranking-spec.ts';
import { timeTable, type TimeSeries, type TimeSpec } from '../chart/time-spec.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { Card } from '../part/card.tsx';
import { CodeBlock } from '../part/copy-button.tsx';
import { DataTableView } from '../part/data-table.tsx';
import { FindingList } from '../part/finding-list.tsx';
import { RankBars } from '../part/rank-bars.tsx';
import { Spark } from '../part/spark.tsx';
import { StateBadge } from '../part/state-badge.tsx';
import { Tiles } from '../part/tiles.tsx';
import { TimeChart } from '../part/time-chart.tsx';

const START_MS = Date.UTC(2026, 10, 1);
const HOURS = 24;
const LABELS = Array.from({ length: HOURS }, (_, hour) => `${String(hour).padStart(2, '0')}:00`);
const STEPS = {
  startsMs: LABELS.map((_, hour) => START_MS + hour * HOUR_MS),
  endMs: START_MS + DAY_MS,
  step: '1h',
  timeZone: 'UTC',
  completeToMs: START_MS + 20 * HOUR_MS,
} as const;

/** A wave with a gap from 09:00 to 11:00; of what is missing nothing is known. */
function wave(name: string, colour: TimeSeries['colour'], height: number): TimeSeries {
  const values = LABELS.map((_, hour) => {
    const isGap = hour >= 9 && hour < 11;
    return isGap ? null : Number((height * (1.2 + Math.sin((hour - 6) / 4))).toFixed(2));
  });
  const texts = values.map((value) => (value === null ? '\u2014' : `$${value.toFixed(2)}`));
  return { name, colour, values, texts, total: `$${(height * HOURS).toFixed(2)}`, terms: [] };
}

const SERIES = [
  wave('acme', 'series-1', 4),
  wave('globex', 'series-2', 3),
  wave('initech', 'series-3', 2),
  wave('Unattributed', 'unattributed', 1),
  wave('other', 'other', 0.6),
];

const MARKS = [
  { kind: 'alarm', from: 5, to: 8, text: '05:00 \u2013 08:00: Hourly spend fired' },
  { kind: 'price', from: 12, to: 12, text: '12:00: price of amazon.nova-lite changed' },
  { kind: 'lost', from: 9, to: 11, text: '09:00 \u2013 11:00: records are lost' },
  { kind: 'gap', from: 14, to: 15, text: '14:00 \u2013 15:00: 60 calls have no log record' },
] as const;

function specOf(kind: TimeSpec['kind'], series: readonly TimeSeries[]): TimeSpec {
  return {
    kind,
    unit: 'usd',
    labels: LABELS,
    ticks: [0, 6, 12, 18].map((index) => ({ index, label: LABELS[index] ?? '' })),
    series,
    thresholds: [
      {
        name: 'Hourly spend',
        value: 18,
        label: 'Hourly spend > $18.00',
        short: '$18',
        isBreached: true,
        isOffScale: false,
        metric: 'cost',
      },
    ],
    provisionalFrom: 20,
    marks: MARKS,
    axis: axisOf(kind === 'bars' ? 24 : 18, 'usd'),
    summary: 'Five tenants over a day, with a gap from 09:00 to 11:00.',
    table: timeTable(LABELS, series, 'UTC'),
    isEmpty: false,
  };
}

const STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA', 'ok', 'backfilling', 'failing', 'stale'];
const MORE_STATES = ['waiting', 'success', 'throttled', 'clientError', 'serverError', 'denied'];

const PROBLEM = {
  name: 'CallError',
  code: 'tooLarge',
  message: 'The question takes longer than 20 seconds.',
  hint: 'Ask for a shorter window.',
};

const RANKED = rankSpec(
  ['acme', 'globex', 'initech'].map((tenant, index) => ({
    group: { tenant },
    start: '2026-11-01T00:00:00Z',
    values: { cost: `${40 - 12 * index}`, unpricedInvocations: index === 2 ? 3 : 0 },
  })),
  'tenant',
);

export function Gallery() {
  const still = { isLoading: false, problem: null };
  return (
    <>
      <h3 class="span-12 gallery-title">Gallery</h3>
      <Card title="Stacked bars" unit="gap, threshold, provisional" class="span-6" {...still}>
        <TimeChart spec={specOf('bars', SERIES)} steps={STEPS} />
      </Card>
      <Card title="Lines" unit="gap, threshold, provisional" class="span-6" {...still}>
        <TimeChart spec={specOf('lines', SERIES.slice(0, 3))} steps={STEPS} />
      </Card>
      <Card title="Ranking" class="span-6 card-list" {...still}>
        <RankBars spec={RANKED} dimension="tenant" />
      </Card>
      <Card title="Trend" class="span-6 card-list" {...still}>
        <Spark values={SERIES[0]?.values ?? []} width={280} height={60} label="A day of acme" />
      </Card>
      <Card title="Table" class="span-6 card-table" {...still}>
        <DataTableView table={specOf('bars', SERIES).table} caption="A day of five tenants" />
      </Card>
      <Card title="States" class="span-6 card-list" {...still}>
        <p class="gallery-row">
          {[...STATES, ...MORE_STATES].map((state) => (
            <StateBadge state={state} key={state} />
          ))}
        </p>
        <CodeBlock text="outcrop doctor --config outcrop.yaml" label="a command" />
      </Card>
      <LookCards />
      <div class="span-12">
        <Tiles tiles={TILES} spark={[1, 3, 2, null, 4]} isStale={false} doorOf={noDoor} before="" />
      </div>
    </>
  );
}

function LookCards() {
  const still = { isLoading: false, problem: null };
  return (
    <>
      <Card title="Loading" class="span-4" isLoading problem={null} />
      <Card title="Failed" class="span-4" isLoading problem={PROBLEM} />
      <Card title="Empty" class="span-4" {...still} empty="No image was made in this range." />
      <Card title="Partial" class="span-6 card-list" isLoading={false} problem={PROBLEM}>
        <p>What was last known stands here.</p>
      </Card>
      <Card title="Findings" class="span-6 card-list" {...still}>
        <FindingList findings={FINDINGS} />
      </Card>
    </>
  );
}

const noDoor = () => null;

const TILES = (['plain', 'warn', 'bad', 'quiet'] as const).map((look) => ({
  id: look,
  label: `A tile that is ${look}`,
  figure: '$4.81k',
  exact: '$4,812.40',
  change: '+12.0 %',
  detail: 'over the week before',
  look,
}));

const FINDINGS = (['ok', 'missing', 'denied', 'wrong', 'failed'] as const).map((state) => ({
  account: '111122223333',
  region: 'us-east-1',
  check: 'logging',
  state,
  says: `This is how ${state} looks.`,
  fix:
    state === 'ok' ? '' : 'Do this first.\naws bedrock get-model-invocation-logging-configuration',
}));
