/** A state as a dot and a word: never by colour alone. */

const WORDS = new Map([
  ['ALARM', { word: 'In alarm', look: 'bad' }],
  ['OK', { word: 'OK', look: 'ok' }],
  ['INSUFFICIENT_DATA', { word: 'No data', look: 'idle' }],
  ['ok', { word: 'Up to date', look: 'ok' }],
  ['backfilling', { word: 'Reading', look: 'busy' }],
  ['failing', { word: 'Failing', look: 'bad' }],
  ['stale', { word: 'Stale', look: 'bad' }],
  ['waiting', { word: 'Waiting', look: 'idle' }],
  ['held', { word: 'Held', look: 'idle' }],
  ['pending', { word: 'Due', look: 'busy' }],
  ['sending', { word: 'Sending', look: 'busy' }],
  ['delivered', { word: 'Arrived', look: 'ok' }],
  ['dead', { word: 'Given up', look: 'bad' }],
  ['off', { word: 'Switched off', look: 'bad' }],
  ['unused', { word: 'Not used yet', look: 'idle' }],
  ['merged', { word: 'Merged', look: 'idle' }],
  ['final', { word: 'Final', look: 'ok' }],
  ['preliminary', { word: 'Preliminary', look: 'warn' }],
  ['running', { word: 'Making', look: 'busy' }],
  ['passed', { word: 'Fine', look: 'ok' }],
  ['missing', { word: 'Missing', look: 'bad' }],
  ['denied', { word: 'Denied', look: 'bad' }],
  ['wrong', { word: 'Wrong', look: 'warn' }],
  ['failed', { word: 'Unknown', look: 'idle' }],
  ['done', { word: 'Done', look: 'ok' }],
  ['now', { word: 'Next', look: 'busy' }],
  ['mend', { word: 'To mend', look: 'warn' }],
  ['later', { word: 'Later', look: 'idle' }],
  ['success', { word: 'Success', look: 'ok' }],
  ['guardrailBlocked', { word: 'Guardrail', look: 'idle' }],
  ['throttled', { word: 'Throttled', look: 'warn' }],
  ['clientError', { word: 'Client error', look: 'warn' }],
  ['serverError', { word: 'Server error', look: 'bad' }],
]);

export function StateBadge({ state, title }: { readonly state: string; readonly title?: string }) {
  const { word, look } = WORDS.get(state) ?? { word: state, look: 'idle' };
  return (
    <span class={`state is-${look}`} title={title}>
      <i class="dot" />
      {word}
    </span>
  );
}
