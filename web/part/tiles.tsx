/** The row of figures on top of the overview; each leads to what lies behind it. */
import type { Tile } from '../chart/answer-spec.ts';
import type { Question } from '../state/question.ts';
import { QuestionLink } from './question-link.tsx';
import { Spark } from './spark.tsx';

interface TilesProps {
  readonly tiles: readonly Tile[];
  readonly spark: readonly (number | null)[];
  readonly isStale: boolean;
  /** Question behind a tile; null when it is answered on this page. */
  readonly doorOf: (id: string) => Partial<Question> | null;
  /** What changes are against, for the hover. */
  readonly before: string;
}

export function Tiles(props: TilesProps) {
  return (
    <div class={props.isStale ? 'tiles is-stale' : 'tiles'}>
      {props.tiles.map((tile) => {
        const door = props.doorOf(tile.id);
        const content = <TileContent tile={tile} before={props.before} spark={props.spark} />;
        const look = `tile tile-${tile.id} is-${tile.look}`;
        if (door === null) {
          return (
            <div class={look} key={tile.id} title={tile.exact}>
              {content}
            </div>
          );
        }
        return (
          <QuestionLink class={look} to={door} key={tile.id} title={tile.exact}>
            {content}
          </QuestionLink>
        );
      })}
    </div>
  );
}

function TileContent(props: {
  readonly tile: Tile;
  readonly before: string;
  readonly spark: readonly (number | null)[];
}) {
  const { tile } = props;
  return (
    <>
      <span class="tile-label">{tile.label}</span>
      <span class="tile-figure">{tile.figure}</span>
      <span class="tile-detail">
        {tile.change && (
          <span class="tile-change" title={`against ${props.before}`}>
            {tile.change}
          </span>
        )}
        <span class="muted">{tile.detail}</span>
      </span>
      {tile.id === 'spend' && props.spark.length > 1 && (
        <Spark values={props.spark} width={160} height={40} label="Spend over this range" />
      )}
    </>
  );
}

/** The same boxes without figures, so that nothing moves when they come. */
export function TilesSkeleton() {
  return (
    <div class="tiles" role="status" aria-label="Loading">
      {[0, 1, 2, 3, 4, 5, 6].map((at) => (
        <div class={at === 0 ? 'tile tile-spend' : 'tile'} key={at}>
          <div class="skeleton" />
        </div>
      ))}
    </div>
  );
}
