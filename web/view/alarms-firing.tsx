/** What fires now: how bad, since when, who drives it, what to do, and who looks after it. */
import type { AlarmStatus } from '../../shared/contract.ts';
import { METRICS } from '../../shared/metrics.ts';
import { isoTime } from '../../shared/window.ts';
import { askMetrics } from '../api/ask.ts';
import { sendEnd, sendHush } from '../api/ask-alarms.ts';
import { formatThreshold, formatValue, UNKNOWN } from '../format/metric.ts';
import { formatSpan } from '../format/number.ts';
import { formatIso } from '../format/time.ts';
import { QuestionLink } from '../part/question-link.tsx';
import { may } from '../state/session.ts';
import { nowMs, question } from '../state/store.ts';
import { useAlarmBars } from '../state/use-alarm-bars.ts';
import { useAlarmSeries } from '../state/use-alarm-series.ts';
import { useChange, whoAmI } from '../state/use-change.ts';
import { useLoad } from '../state/use-load.ts';
import { SmallChart } from './alarm-small-chart.tsx';
import { groupText, lastValueText, scopeText } from './alarm-text.ts';

export function FiringList({ list }: { readonly list: readonly AlarmStatus[] }) {
  if (list.length === 0)
    return <p class="all-clear muted">Nothing fires. This is as it should be.</p>;
  return (
    <ul class="firing-list">
      {list.map((alarm) => (
        <li key={`${alarm.kind} ${alarm.name} ${groupText(alarm.group)}`}>
          <FiringCard alarm={alarm} />
        </li>
      ))}
    </ul>
  );
}

function FiringCard({ alarm }: { readonly alarm: AlarmStatus }) {
  const series = useAlarmSeries(alarm);
  const barsOf = useAlarmBars(alarm);
  const look = `is-${alarm.severity ?? 'warning'}`;
  return (
    <article class={`firing ${look}${alarm.hush ? ' is-hushed' : ''}`}>
      <header>
        <span class={`severity ${look}`}>{alarm.severity ?? 'CloudWatch'}</span>
        <h3>{alarm.name}</h3>
        <span class="muted">{groupText(alarm.group)}</span>
      </header>
      <p class="firing-figure">
        <Figure alarm={alarm} />
      </p>
      <SmallChart alarm={alarm} series={series} barsOf={barsOf} width={280} height={54} />
      <FiringFacts alarm={alarm} />
      {alarm.kind === 'outcrop' && may('edit') && <HushButtons alarm={alarm} />}
    </article>
  );
}

/** Value, bar and period; of what has no plain threshold its condition. */
function Figure({ alarm }: { readonly alarm: AlarmStatus }) {
  const { metric, condition, metricLabel, comparison } = alarm;
  if (condition !== null) {
    return (
      <>
        {metricLabel}: <code>{condition}</code>
      </>
    );
  }
  const value = lastValueText(alarm);
  return (
    <>
      <b>{value}</b> {comparison} {formatThreshold(metric, alarm)}{' '}
      <span class="muted">
        {metricLabel.toLowerCase()} per {formatSpan(alarm.periodSeconds)}, {alarm.datapoints}
      </span>
    </>
  );
}

function FiringFacts({ alarm }: { readonly alarm: AlarmStatus }) {
  const forSeconds = alarm.since ? (nowMs.value - Date.parse(alarm.since)) / 1000 : 0;
  return (
    <dl class="firing-facts">
      <Fact name="Since">
        {formatIso(alarm.since, question.value.timeZone, 'dayClock')} (
        {formatSpan(Math.max(60, forSeconds))})
      </Fact>
      {alarm.kind === 'outcrop' && (
        <Fact name="Driven by">
          <Drivers alarm={alarm} />
        </Fact>
      )}
      {alarm.owner !== '' && <Fact name="Owner">{alarm.owner}</Fact>}
      {alarm.runbook !== '' && (
        <Fact name="Runbook">
          <Runbook text={alarm.runbook} />
        </Fact>
      )}
      <Fact name="Why">{alarm.reason}</Fact>
    </dl>
  );
}

function Fact(props: { readonly name: string; readonly children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

/** A runbook is an address, or a few words. */
function Runbook({ text }: { readonly text: string }) {
  if (!/^https?:\/\/\S+$/.test(text)) return <>{text}</>;
  return (
    <a href={text} target="_blank" rel="noreferrer">
      {text.replace(/^https?:\/\//, '')}
    </a>
  );
}

const DRIVERS_MAX = 3;

/** Tenants and models with the largest parts since the alarm began; doors to what they did. */
function Drivers({ alarm }: { readonly alarm: AlarmStatus }) {
  const { metric } = alarm;
  const filter = scopeText(alarm);
  const periodMs = alarm.periodSeconds * 1000;
  const startMs = Date.parse(alarm.since ?? '') - periodMs;
  const isAsked = metric !== null && Number.isFinite(startMs);
  const key = isAsked ? `drivers ${alarm.name} ${filter} ${startMs}` : null;
  const found = useLoad(key, 0, (signal) => {
    const window = { startMs, endMs: Math.max(nowMs.value, startMs + periodMs) };
    const asked = { metrics: metric ? [metric] : [], filter, groupBy: 'tenant,model', window };
    return askMetrics({ ...asked, step: 'all', timeZone: 'UTC' }, signal);
  });
  if (metric === null || !isAsked) return <>{UNKNOWN}</>;
  const rows = (found.data?.rows ?? [])
    .filter(({ values }) => Number(values[metric] ?? 0) > 0)
    .sort((a, b) => Number(b.values[metric] ?? 0) - Number(a.values[metric] ?? 0))
    .slice(0, DRIVERS_MAX);
  if (rows.length === 0) return <>{found.data ? 'nobody in particular' : 'looking…'}</>;
  return (
    <ol class="drivers">
      {rows.map(({ group, values }) => (
        <li key={JSON.stringify(group)}>
          <QuestionLink
            to={{
              view: 'overview',
              filter: `tenant="${group['tenant'] ?? ''}" model="${group['model'] ?? ''}"`,
              from: isoTime(startMs),
              to: 'now',
            }}
            title={`Look at ${METRICS[metric].label} of ${group['tenant'] ?? ''}`}
          >
            {group['tenant']}
          </QuestionLink>{' '}
          <span class="muted">{group['model']}</span> {formatValue(metric, values[metric])}
        </li>
      ))}
    </ol>
  );
}

function HushButtons({ alarm }: { readonly alarm: AlarmStatus }) {
  const { isBusy, problem, run } = useChange();
  const { hush } = alarm;
  const by = whoAmI() || 'somebody';
  const ask = { alarm: alarm.name, group: alarm.group, by };
  const zone = question.value.timeZone;
  return (
    <footer>
      {hush ? (
        <>
          <span class="muted">
            {hush.kind === 'silence' ? 'Silenced' : 'Acknowledged'} by {hush.by} until{' '}
            {formatIso(hush.to, zone, 'dayClock')}
          </span>
          <button
            type="button"
            class="chip-button"
            disabled={isBusy}
            onClick={() => void run((signal) => sendEnd(hush.id, by, signal))}
          >
            End
          </button>
        </>
      ) : (
        <>
          <button
            type="button"
            class="chip-button is-main"
            disabled={isBusy}
            onClick={() =>
              void run((signal) => sendHush('acknowledge', { ...ask, for: '7d' }, signal))
            }
          >
            Acknowledge
          </button>
          {['1h', '8h'].map((time) => (
            <button
              type="button"
              class="chip-button"
              key={time}
              disabled={isBusy}
              onClick={() =>
                void run((signal) => sendHush('silence', { ...ask, for: time }, signal))
              }
            >
              Silence {time}
            </button>
          ))}
        </>
      )}
      {problem && (
        <p class="problem" role="alert">
          {problem.message} {problem.hint}
        </p>
      )}
    </footer>
  );
}
