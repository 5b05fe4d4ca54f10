/** The time range: usual spans, own ends, the zone, the step and what is compared with. */
import { useState } from 'preact/hooks';
import { STEPS } from '../../shared/window.ts';
import { calendarSpans } from '../format/calendar.ts';
import { formatTime } from '../format/time.ts';
import { COMPARISONS, type Question } from '../state/question.ts';
import { navigate, nowMs, pollCount, question, scope } from '../state/store.ts';
import { instantOf, wallClockOf } from '../state/wall-clock.ts';
import { Menu } from './menu.tsx';

const SPANS = [
  { from: 'now-1h', short: '1h', words: 'Last hour' },
  { from: 'now-6h', short: '6h', words: 'Last 6 hours' },
  { from: 'now-24h', short: '24h', words: 'Last 24 hours' },
  { from: 'now-7d', short: '7d', words: 'Last 7 days' },
  { from: 'now-30d', short: '30d', words: 'Last 30 days' },
] as const;

export function RangePicker() {
  const asked = question.value;
  const zones = zonesWith(asked.timeZone);
  return (
    <Menu id="range" icon="clock" label={rangeLabel(asked)} title="Time range (t)">
      <div class="spans" role="group" aria-label="Usual spans">
        {SPANS.map(({ from, short, words }) => (
          <button
            type="button"
            class="chip-button"
            aria-pressed={asked.from === from && asked.to === 'now'}
            aria-label={words}
            onClick={() => navigate({ from, to: 'now', step: 'auto' })}
            key={from}
          >
            {short}
          </button>
        ))}
      </div>
      <CalendarButtons />
      <CustomRange key={[asked.from, asked.to, asked.timeZone, pollCount.value > 0].join(' ')} />
      <Choice
        label="Zone"
        value={asked.timeZone}
        options={zones.map((zone) => [zone, zone])}
        onChoose={(timeZone) => navigate({ timeZone })}
      />
      <Choice
        label="Step"
        value={asked.step}
        options={['auto', ...STEPS.filter((step) => step !== 'all')].map((step) => [step, step])}
        onChoose={(step) => navigate({ step: STEPS.find((known) => known === step) ?? 'auto' })}
      />
      <Choice
        label="Compare with"
        value={asked.compare}
        options={[
          ['previous', 'the span before'],
          ['week', 'a week before'],
        ]}
        onChoose={(text) => {
          navigate({ compare: COMPARISONS.find((known) => known === text) ?? 'previous' });
        }}
      />
    </Menu>
  );
}

/** Days and months as people name them, in the reporting zone. */
function CalendarButtons() {
  const asked = question.value;
  return (
    <div class="spans" role="group" aria-label="Days and months">
      {calendarSpans(nowMs.value, asked.timeZone).map(({ words, from, to }) => (
        <button
          type="button"
          class="chip-button"
          aria-pressed={asked.from === from && asked.to === to}
          onClick={() => navigate({ from, to, step: 'auto' })}
          key={words}
        >
          {words}
        </button>
      ))}
    </div>
  );
}

function CustomRange() {
  const asked = question.value;
  const shown = scope.value;
  const window = shown.ok ? shown.value.window : { startMs: 0, endMs: 0 };
  const [from, setFrom] = useState(wallClockOf(window.startMs, asked.timeZone));
  const [to, setTo] = useState(wallClockOf(window.endMs, asked.timeZone));
  const isEmpty = from >= to;
  const apply = (event: Event): void => {
    event.preventDefault();
    const fromIso = instantOf(from, asked.timeZone);
    const toIso = instantOf(to, asked.timeZone);
    if (fromIso && toIso && !isEmpty) navigate({ from: fromIso, to: toIso, step: 'auto' });
  };
  return (
    <form class="custom-range" onSubmit={apply}>
      <label>
        From
        <input type="datetime-local" value={from} onInput={(e) => setFrom(e.currentTarget.value)} />
      </label>
      <label>
        To
        <input type="datetime-local" value={to} onInput={(e) => setTo(e.currentTarget.value)} />
      </label>
      <button type="submit" class="chip-button" disabled={isEmpty}>
        Apply
      </button>
      {isEmpty && <p class="problem">The range ends before it starts.</p>}
    </form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly onChoose: (value: string) => void;
}

export function Choice({ label, value, options, onChoose }: ChoiceProps) {
  return (
    <label class="choice">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {options.map(([key, text]) => (
          <option value={key} key={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function rangeLabel({ from, to, timeZone }: Question): string {
  const span = SPANS.find((known) => known.from === from);
  if (span && to === 'now') return `${span.words}, ${timeZone}`;
  const named = calendarSpans(nowMs.value, timeZone).find((known) => {
    return known.from === from && known.to === to;
  });
  if (named) return `${named.words}, ${timeZone}`;
  const shown = scope.value;
  if (!shown.ok) return 'Time range';
  const { startMs, endMs } = shown.value.window;
  const start = formatTime(startMs, timeZone, 'dayClock');
  return `${start} \u2013 ${formatTime(endMs, timeZone, 'dayClock')}, ${timeZone}`;
}

function zonesWith(current: string): readonly string[] {
  const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [...new Set(['UTC', own, current, ...Intl.supportedValuesOf('timeZone')])];
}
