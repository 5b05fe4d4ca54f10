/** The question in its controls: filter, time, grouping, theme; with the progress of reading. */
import { isDimension, ROLLED_DIMENSIONS } from '../../shared/dimensions.ts';
import { backfillOf } from '../chart/trust-spec.ts';
import { THEMES, type Theme } from '../state/question.ts';
import {
  chooseTheme,
  isHelpOpen,
  isPaletteOpen,
  navigate,
  pollProblem,
  question,
  status,
  theme,
} from '../state/store.ts';
import { VIEW_ENTRIES } from '../state/views.ts';
import { FilterBar } from './filter-bar.tsx';
import { Icon } from './icon.tsx';
import { RangePicker } from './range-picker.tsx';

export function TopBar() {
  const { bar } = VIEW_ENTRIES[question.value.view];
  const hasFilter = bar === 'filter' || bar === 'groups';
  return (
    <header class="top-bar">
      <div class="top-row">
        {hasFilter && <FilterBar />}
        <div class="controls">
          {bar !== 'none' && <RangePicker />}
          {bar === 'groups' && <GroupBySelect />}
          <button
            type="button"
            class="control icon-only"
            aria-label="Commands"
            title="Find anything (Ctrl K)"
            onClick={() => (isPaletteOpen.value = true)}
          >
            <Icon name="search" />
          </button>
          <ThemeButton />
          <button
            type="button"
            class="control icon-only"
            aria-label="Keys"
            title="Keys (?)"
            onClick={() => (isHelpOpen.value = true)}
          >
            <Icon name="help" />
          </button>
        </div>
      </div>
      <Progress />
      {pollProblem.value && (
        <p class="offline" role="status">
          {pollProblem.value.message} {pollProblem.value.hint}
        </p>
      )}
    </header>
  );
}

function GroupBySelect() {
  const tags = (status.value?.tagKeys ?? []).map((key) => `tag.${key}`);
  const chosen = question.value.groupBy;
  const options = [...new Set<string>([...GROUPINGS, ...tags, chosen])];
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
        {options.map((name) => (
          <option value={name} key={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The usual groupings first. */
const FIRST = ['tenant', 'model', 'provider', 'region', 'account', 'operation'] as const;
const GROUPINGS: readonly string[] = [...new Set([...FIRST, ...ROLLED_DIMENSIONS])];

const NEXT_THEME: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };

function ThemeButton() {
  const name = THEMES.find((known) => known === theme.value) ?? 'system';
  const next = NEXT_THEME[name];
  return (
    <button
      type="button"
      class="control icon-only"
      aria-label={`Theme: ${name}`}
      title={`Theme: ${name}; click for ${next}`}
      onClick={() => chooseTheme(next)}
    >
      <Icon name={name} />
    </button>
  );
}

function Progress() {
  const backfill = status.value && backfillOf(status.value);
  if (!backfill) return null;
  return (
    <div class="progress" role="status">
      <progress max={1} value={backfill.share} aria-label="Reading logs" />
      <span>{backfill.text}; figures grow until then</span>
    </div>
  );
}
