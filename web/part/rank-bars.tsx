/** Horizontal bars: cost by the values of one dimension, each a door to that value alone. */
import type { Dimension } from '../../shared/dimensions.ts';
import type { RankBar, RankSpec } from '../chart/ranking-spec.ts';
import { withTerm } from '../state/filter-edit.ts';
import { question } from '../state/store.ts';
import { QuestionLink } from './question-link.tsx';

export function RankBars({ spec, dimension }: { spec: RankSpec; dimension: Dimension }) {
  return (
    <ol class="rank" aria-label={spec.summary}>
      {spec.bars.map((bar) => (
        <li key={bar.label}>
          <BarRow bar={bar} dimension={dimension} />
        </li>
      ))}
    </ol>
  );
}

function BarRow({ bar, dimension }: { readonly bar: RankBar; readonly dimension: Dimension }) {
  const content = (
    <>
      <span class="rank-label">{bar.label}</span>
      <span class="rank-track">
        <i class={`rank-bar is-${bar.look}`} style={{ width: `${bar.length * 100}%` }} />
      </span>
      <span class="rank-cost">{bar.look === 'unpriced' ? 'unpriced' : bar.cost}</span>
      <span class="rank-share muted">{bar.share}</span>
    </>
  );
  if (bar.group === null) return <span class="rank-row">{content}</span>;
  const term = { dimension, negated: false, values: [bar.group] };
  return (
    <QuestionLink
      class="rank-row"
      title={`${bar.label}: ${bar.exact}, ${bar.share}`}
      to={{ filter: withTerm(question.value.filter, term) }}
    >
      {content}
    </QuestionLink>
  );
}
