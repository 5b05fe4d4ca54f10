/** Spend by model (or by tenant, when models are grouped by already) and by a tag. */
import type { QueryRow } from '../../shared/contract.ts';
import { isDimension, type Dimension } from '../../shared/dimensions.ts';
import { rankSpec } from '../chart/ranking-spec.ts';
import { Card } from '../part/card.tsx';
import { RankBars } from '../part/rank-bars.tsx';
import { loadRanking } from '../state/overview-data.ts';
import { navigate, pollCount, question, status } from '../state/store.ts';
import { useLoad, type Load } from '../state/use-load.ts';
import type { OverviewFrame } from './overview-frame.ts';

export function RankingCards({ frame }: { readonly frame: OverviewFrame }) {
  const first: Dimension = frame.scope.groupBy === 'model' ? 'tenant' : 'model';
  return (
    <>
      <RankingCard frame={frame} dimension={first} />
      <TagCard frame={frame} />
    </>
  );
}

function TagCard({ frame }: { readonly frame: OverviewFrame }) {
  const keys = status.value?.tagKeys ?? [];
  const { tag } = question.value;
  const fallback = keys.find((key) => `tag.${key}` !== frame.scope.groupBy) ?? keys[0];
  const key = keys.includes(tag) ? tag : fallback;
  const dimension = `tag.${key ?? ''}`;
  if (key === undefined || !isDimension(dimension)) {
    const words =
      'No tag keys are declared. Name them in the configuration, and spend is split by them here.';
    return (
      <Card
        title="Spend by tag"
        class="span-6"
        isLoading={!status.value}
        problem={null}
        empty={words}
      />
    );
  }
  return <RankingCard frame={frame} dimension={dimension} tagKeys={keys} />;
}

interface RankingCardProps {
  readonly frame: OverviewFrame;
  readonly dimension: Dimension;
  readonly tagKeys?: readonly string[];
}

function RankingCard({ frame, dimension, tagKeys = [] }: RankingCardProps) {
  const ready = pollCount.value === 0 ? null : `${frame.key}\n${dimension}`;
  const load: Load<readonly QueryRow[]> = useLoad(ready, pollCount.value, (signal) => {
    return loadRanking(frame.scope, dimension, signal);
  });
  const spec = rankSpec(load.data ?? [], dimension);
  return (
    <Card
      title={`Spend by ${dimension}`}
      unit="US dollars"
      class="span-6"
      isLoading={!load.data}
      isStale={load.isStale}
      problem={load.problem}
      empty={spec.isEmpty ? 'No invocation was logged in this range.' : null}
      table={load.data ? spec.table : null}
      actions={tagKeys.length > 1 && <TagSelect keys={tagKeys} chosen={dimension.slice(4)} />}
    >
      <RankBars spec={spec} dimension={dimension} />
    </Card>
  );
}

function TagSelect({
  keys,
  chosen,
}: {
  readonly keys: readonly string[];
  readonly chosen: string;
}) {
  return (
    <select
      class="small-select"
      aria-label="Tag key"
      value={chosen}
      onChange={(event) => navigate({ tag: event.currentTarget.value })}
    >
      {keys.map((key) => (
        <option value={key} key={key}>
          {key}
        </option>
      ))}
    </select>
  );
}
