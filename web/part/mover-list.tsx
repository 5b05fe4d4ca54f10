/** What changed most against the earlier span, and whether by calls or by their cost. */
import type { Dimension } from '../../shared/dimensions.ts';
import type { Mover } from '../chart/ranking-spec.ts';
import { withTerm } from '../state/filter-edit.ts';
import { question } from '../state/store.ts';
import { Icon } from './icon.tsx';
import { QuestionLink } from './question-link.tsx';

export function MoverList(props: { movers: readonly Mover[]; dimension: Dimension }) {
  return (
    <ol class="movers">
      {props.movers.map((mover) => (
        <li key={mover.name}>
          <QuestionLink
            class="mover"
            title={`${mover.label}: ${mover.change}, ${mover.reason}`}
            to={{
              filter: withTerm(question.value.filter, {
                dimension: props.dimension,
                negated: false,
                values: [mover.name],
              }),
            }}
          >
            <Icon name={mover.isRise ? 'up' : 'down'} />
            <span class="mover-name">{mover.label}</span>
            <span class="mover-change">{mover.changeShort}</span>
            <span class="mover-reason muted">{mover.reason}</span>
            <span class="mover-track">
              <i
                class={mover.isNobody ? 'rank-bar is-nobody' : 'rank-bar is-named'}
                style={{ width: `${mover.length * 100}%` }}
              />
            </span>
          </QuestionLink>
        </li>
      ))}
    </ol>
  );
}
