/** The audit log, page by page, and whether it is whole. */
import { useState } from 'preact/hooks';
import type { AuditReply, ChainReply } from '../../shared/access-contract.ts';
import { askAudit, askChain } from '../api/ask-access.ts';
import { formatPlural } from '../format/number.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { QuietTable } from '../part/quiet-table.tsx';
import { question } from '../state/store.ts';
import { useLoad } from '../state/use-load.ts';
import { useSend } from '../state/use-send.ts';
import { Problem } from './problem.tsx';

export function AuditCard() {
  const first = useLoad('audit', 0, (signal) => askAudit(null, signal));
  const chain = useLoad('chain', 0, askChain);
  const [older, setOlder] = useState<readonly AuditReply[]>([]);
  const { isBusy, problem, run } = useSend();
  const pages = [...(first.data ? [first.data] : []), ...older];
  const next = pages.at(-1)?.next ?? null;
  const events = pages.flatMap((page) => page.events);
  const zone = question.value.timeZone;
  return (
    <Card
      title="Audit log"
      unit={`newest first, times in ${zone}`}
      class="span-12 card-list"
      isLoading={!first.data}
      problem={first.problem}
      empty={first.data && events.length === 0 ? 'Nothing has been written down yet.' : null}
    >
      {chain.data && <ChainLine chain={chain.data} />}
      <QuietTable label="Audit log" columns={['When', 'Who', 'Did', 'To', 'How']}>
        {events.map(({ seq, at, who, action, subject, detail }) => (
          <tr key={seq}>
            <td>{formatIso(at, zone, 'full')}</td>
            <th scope="row" class="name-cell" title={who}>
              {who}
            </th>
            <td>{action}</td>
            <td class="watches">{subject}</td>
            <td class="watches">{detail}</td>
          </tr>
        ))}
      </QuietTable>
      <Problem problem={problem} />
      {next !== null && (
        <button
          type="button"
          class="text-button"
          disabled={isBusy}
          onClick={() =>
            run(async (signal) => {
              const page = await askAudit(next, signal);
              setOlder((before) => [...before, page]);
            })
          }
        >
          Show older ones
        </button>
      )}
    </Card>
  );
}

function ChainLine({ chain }: { readonly chain: ChainReply }) {
  const { ok, seq, hash, problem } = chain;
  if (!ok) {
    return (
      <p class="problem" role="alert">
        The log does not hold at event {problem?.seq}: {problem?.message}. Compare the database with
        a backup.
      </p>
    );
  }
  return (
    <p class="chain-line muted">
      <span class="state is-ok">
        <i class="dot" />
        Whole
      </span>{' '}
      {formatPlural(seq, 'event')}, none changed and none missing. Head{' '}
      <code>{hash.slice(0, 16)}</code>
    </p>
  );
}
