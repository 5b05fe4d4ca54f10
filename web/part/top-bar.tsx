/** The question in its controls: filter, time, grouping, theme; with the progress of reading. */
import { backfillOf } from '../chart/trust-spec.ts';
import { may, session } from '../state/session.ts';
import { THEMES, type Theme } from '../state/question.ts';
import {
  chooseTheme,
  isHelpOpen,
  isPaletteOpen,
  isShareOpen,
  pollProblem,
  question,
  status,
  theme,
} from '../state/store.ts';
import { VIEW_ENTRIES } from '../state/views.ts';
import { FilterBar } from './filter-bar.tsx';
import { GroupBySelect } from './group-select.tsx';
import { Icon } from './icon.tsx';
import { RangePicker } from './range-picker.tsx';

export function TopBar() {
  const { bar } = VIEW_ENTRIES[question.value.view];
  const isKnown = session.value?.state === 'signedIn'; // Else links are needed by nobody.
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
          {isKnown && may('edit') && (
            <button
              type="button"
              class="control icon-only"
              aria-label="Share this view"
              title="Share this view by a link"
              onClick={() => (isShareOpen.value = true)}
            >
              <Icon name="share" />
            </button>
          )}
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
