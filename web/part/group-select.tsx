/** Which dimensions figures are grouped by: the one of the whole page, and one more. */
import { isDimension, ROLLED_DIMENSIONS, type Dimension } from '../../shared/dimensions.ts';
import { formatNameList } from '../../shared/name-list.ts';
import { dimensionsOf } from '../state/question.ts';
import { navigate, question, status } from '../state/store.ts';
import { Icon } from './icon.tsx';

export function GroupBySelect() {
  const chosen = question.value.groupBy;
  return (
    <label class="control select-control" title="Group by">
      <Icon name="layers" />
      <span>by</span>
      <select
        aria-label="Group by"
        value={chosen}
        onChange={({ currentTarget: { value } }) => {
          if (isDimension(value)) navigate({ groupBy: value });
        }}
      >
        {optionsWith(chosen).map((name) => (
          <option value={name} key={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A second dimension: groups are then those of both at once, such as tenant and model. */
export function ThenBySelect() {
  const [first, second] = dimensionsOf(question.value);
  return (
    <select
      class="card-select"
      aria-label="And by"
      value={second ?? ''}
      onChange={({ currentTarget: { value } }) => {
        navigate({ thenBy: formatNameList([value].filter(isDimension)) });
      }}
    >
      <option value="">by {first} alone</option>
      {optionsWith(second)
        .filter((name) => name !== first)
        .map((name) => (
          <option value={name} key={name}>
            and {name}
          </option>
        ))}
    </select>
  );
}

/** The usual groupings first. */
const FIRST = ['tenant', 'model', 'provider', 'region', 'account', 'operation'] as const;
const GROUPINGS: readonly string[] = [...new Set([...FIRST, ...ROLLED_DIMENSIONS])];

function optionsWith(chosen: Dimension | undefined): readonly string[] {
  const tags = (status.value?.tagKeys ?? []).map((key) => `tag.${key}`);
  return [...new Set([...GROUPINGS, ...tags, ...(chosen === undefined ? [] : [chosen])])];
}
