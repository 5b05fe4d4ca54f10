/** The overview: what was spent, by whom, how that changed, how fast and how well it ran. */
import type { QueryRow } from '../../shared/contract.ts';
import { answerOf, tilesOf } from '../chart/answer-spec.ts';
import { movers } from '../chart/ranking-spec.ts';
import { stepAmounts, wholeOnly, type Steps } from '../chart/steps.ts';
import { approximateUsd } from '../../shared/money.ts';
import { Card, Failed } from '../part/card.tsx';
import { lazy } from '../part/lazy.tsx';
import { Tiles, TilesSkeleton } from '../part/tiles.tsx';
import { TrustBadge } from '../part/trust-badge.tsx';
import { withTerm } from '../state/filter-edit.ts';
import {
  isComparable,
  loadGroups,
  loadSeries,
  loadTotals,
  type Groups,
  type Totals,
} from '../state/overview-data.ts';
import type { Question } from '../state/question.ts';
import type { Scope } from '../state/scope.ts';
import { may } from '../state/session.ts';
import { isBackfilling, pollCount, question, scope, status } from '../state/store.ts';
import { useLoad, type Load } from '../state/use-load.ts';
import { usePriceChanges } from '../state/use-price-changes.ts';
import { CallError } from '../api/call.ts';
import { frameOf, type OverviewFrame } from './overview-frame.ts';
import { CacheCard } from './overview-cache.tsx';
import { GroupsCards } from './overview-groups.tsx';
import { RankingCards } from './overview-rankings.tsx';
import { TimelineCard } from './overview-timeline.tsx';
import { TrafficCards } from './overview-traffic.tsx';

const SetUp = lazy(async () => (await import('./set-up.tsx')).SetUp);

export function OverviewView() {
  const asked = scope.value;
  if (status.value?.invocations === 0) return <FirstVisit />;
  if (!asked.ok) {
    return (
      <Failed
        problem={
          new CallError({
            code: 'badWindow',
            message: asked.problem,
            hint: 'Choose a range in the bar above.',
          })
        }
      />
    );
  }
  return <Overview shown={asked.value} />;
}

/** Nothing has ever been read: what to do stands where the figures will. */
function FirstVisit() {
  return (
    <>
      <header class="answer">
        <h1>Nothing has been read yet</h1>
        <TrustBadge />
      </header>
      {may('whole') && <SetUp />}
    </>
  );
}

function Overview({ shown }: { readonly shown: Scope }) {
  const frame = frameOf(shown, usePriceChanges(shown));
  const { key } = frame;
  // Before the first poll neither the server's clock nor its freshness is known.
  const ready = pollCount.value === 0 ? null : key;
  const compares = isComparable(shown, status.value?.dataFrom ?? null);
  // Asked first what takes longest.
  const groups = useLoad(ready, pollCount.value, (signal) => loadGroups(shown, compares, signal));
  const totals = useLoad(ready, pollCount.value, (signal) => loadTotals(shown, compares, signal));
  const series = useLoad(ready, pollCount.value, (signal) => loadSeries(shown, signal));
  const spark = sparkOf(series.data?.rows ?? [], frame.steps);
  const isEmpty = totals.data !== null && Number(totals.data.now.invocations ?? 0) === 0;
  return (
    <>
      <AnswerLine totals={totals} groups={groups} scope={shown} />
      <TileRow totals={totals} spark={spark} frame={frame} />
      <div class="grid">
        {isEmpty ? (
          <EmptyCard />
        ) : (
          <>
            <GroupsCards frame={frame} series={series} groups={groups} />
            <RankingCards frame={frame} />
            <TrafficCards frame={frame} series={series} />
            <CacheCard frame={frame} totals={totals} groups={groups} />
          </>
        )}
        <TimelineCard frame={frame} />
      </div>
    </>
  );
}

function TileRow(props: {
  readonly totals: Load<Totals>;
  readonly spark: readonly (number | null)[];
  readonly frame: OverviewFrame;
}) {
  const { totals, frame } = props;
  if (!totals.data && totals.problem) {
    return (
      <section class="card tiles-failed">
        <Failed problem={totals.problem} />
      </section>
    );
  }
  if (!totals.data) return <TilesSkeleton />;
  return (
    <Tiles
      tiles={tilesOf(totals.data, frame.alarms)}
      spark={props.spark}
      isStale={totals.isStale}
      doorOf={doorOf}
      before={frame.scope.words.before}
    />
  );
}

/** One card in the place of eight empty ones: why there is nothing, and what to do. */
function EmptyCard() {
  return (
    <Card
      title="Nothing logged"
      class="span-12 card-list"
      isLoading={false}
      problem={null}
      empty={emptyWords()}
    />
  );
}

function emptyWords(): string {
  if (isBackfilling.value) return 'Logs are being read; what they hold appears here by itself.';
  if (question.value.filter !== '') {
    return 'No invocation passes the filter. Take a term away or choose a longer range.';
  }
  return 'Choose a longer range, or see under Sources how far the logs are read.';
}

function sparkOf(rows: readonly QueryRow[], steps: Steps): readonly (number | null)[] {
  const amounts = wholeOnly(stepAmounts(rows, steps), steps);
  return amounts.map((amount) => (amount === null ? null : approximateUsd(amount)));
}

function AnswerLine(props: {
  readonly totals: Load<Totals>;
  readonly groups: Load<Groups>;
  readonly scope: Scope;
}) {
  const { totals, groups } = props;
  const moved = groups.data
    ? movers(groups.data.now, groups.data.before, groups.data.dimension)
    : [];
  const answer = totals.data ? answerOf(totals.data, props.scope.words, moved) : null;
  return (
    <header class="answer">
      <h1>
        {answer ? (
          <>
            <b>{answer.figure}</b> {answer.text}
          </>
        ) : (
          <span class="answer-wait">{totals.problem ? 'No answer' : 'Adding up'}</span>
        )}
      </h1>
      <TrustBadge />
    </header>
  );
}

/** Where a click on a tile leads. */
function doorOf(id: string): Partial<Question> | null {
  const { filter } = question.value;
  const failed = ['clientError', 'serverError', 'throttled'];
  const doors = new Map<string, Partial<Question>>([
    ['invocations', { view: 'invocations' }],
    ['latency', { view: 'performance' }],
    [
      'trouble',
      {
        view: 'invocations',
        filter: withTerm(filter, { dimension: 'status', negated: false, values: failed }),
      },
    ],
    ['honesty', { view: 'prices' }],
  ]);
  return doors.get(id) ?? null;
}
