/** The views, on the left or, on a phone, along the bottom. */
import { shownViews } from '../state/session.ts';
import { alarms, question, status } from '../state/store.ts';
import { VIEW_ENTRIES, type View } from '../state/views.ts';
import { Icon } from './icon.tsx';
import { QuestionLink } from './question-link.tsx';

export function Rail() {
  return (
    <nav class="rail" aria-label="Views">
      <QuestionLink to={{ view: 'overview' }} class="brand" title="Outcrop">
        <Icon name="outcrop" />
        <span>Outcrop</span>
      </QuestionLink>
      {shownViews.value.map((view) => (
        <QuestionLink
          to={{ view }}
          class="rail-link"
          isCurrent={question.value.view === view}
          key={view}
        >
          <Icon name={view} />
          <span>{VIEW_ENTRIES[view].word}</span>
          <Mark view={view} />
        </QuestionLink>
      ))}
    </nav>
  );
}

/** How many things of a view ask for action; nothing while none does. */
function Mark({ view }: { readonly view: View }) {
  const firing = alarms.value?.alarms.filter(({ state }) => state === 'ALARM').length ?? 0;
  const failing = status.value?.sources.filter(({ state }) => state === 'failing').length ?? 0;
  const count = view === 'alarms' ? firing : view === 'sources' ? failing : 0;
  if (count === 0) return null;
  const word = view === 'alarms' ? 'in alarm' : 'failing';
  return (
    <b class="rail-mark" aria-label={`${count} ${word}`}>
      {count}
    </b>
  );
}
