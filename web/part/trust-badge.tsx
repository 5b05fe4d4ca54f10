/** How far the figures can be trusted, beside every answer; leads to the sources. */
import { trustOf } from '../chart/trust-spec.ts';
import { isLive, question, status } from '../state/store.ts';
import { QuestionLink } from './question-link.tsx';

export function TrustBadge() {
  const known = status.value;
  if (!known) return <span class="trust is-idle">asking how fresh this is</span>;
  const { text, look } = trustOf(known, question.value.timeZone);
  const how = isLive.value ? 'new data appears by itself' : 'the page asks every half minute';
  return (
    <QuestionLink
      to={{ view: 'sources' }}
      class={`trust is-${look}`}
      title={`See the sources; ${how}`}
    >
      <i class="dot" />
      {text}
    </QuestionLink>
  );
}
