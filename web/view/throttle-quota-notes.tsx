/** What is not known of quotas, and what to do about it. */
import type { QuotasReply } from '../../shared/quotas.ts';
import { formatPlural } from '../format/number.ts';

export function QuotaNotes({ reply }: { readonly reply: QuotasReply }) {
  const { looks, unmatched, ignored, rows, from, peaksFrom } = reply;
  const failed = looks.filter(({ error }) => error !== null);
  const isUnknown = rows.every(({ quota }) => quota === null);
  return (
    <div class="quota-notes muted">
      {ignored.length > 0 && (
        <p>Quotas are of all tenants: the filter on {ignored.join(', ')} is left out.</p>
      )}
      {peaksFrom > from && (
        <p>
          Peaks are those since <time dateTime={peaksFrom}>{peaksFrom.slice(0, 10)}</time>: minutes
          before are counted no more.
        </p>
      )}
      {isUnknown && failed.length === 0 && (
        <p>
          No quota is known of these calls. Allow the reading of quotas, as{' '}
          <code>outcrop iam-policy</code> prints it, or write <code>quotas</code> in the config.
        </p>
      )}
      {failed.map(({ account, region, error }) => (
        <p key={`${account} ${region}`} class="quota-failed">
          {account} {region}: {error?.message} {error?.hint}
        </p>
      ))}
      {unmatched.length > 0 && (
        <details>
          <summary>{formatPlural(unmatched.length, 'quota')} held against no use</summary>
          <ul>
            {unmatched.map((one) => (
              <li key={`${one.account} ${one.region} ${one.code}`}>
                {one.name} ({one.code}, {one.region}): {REASONS[one.reason]}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

const REASONS = {
  longContext: 'long contexts are not told apart by the minute',
  unknownModel: 'no known model has this name',
  twice: 'two quotas claim the same calls',
} as const;
