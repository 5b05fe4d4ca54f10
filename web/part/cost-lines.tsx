/** How a call comes to its cost: usage lines, rates with source and date, and the sums. */
import type { ExplainedLine, ExplainReply } from '../../shared/contract.ts';
import { formatCount } from '../format/number.ts';

export function CostLines({ reply }: { readonly reply: ExplainReply }) {
  return (
    <>
      <p>{reply.summary}</p>
      <ul class="cost-lines" aria-label="Usage lines">
        {reply.lines.map((line, index) => (
          <CostLine line={line} key={`${line.dimension} ${index}`} />
        ))}
      </ul>
    </>
  );
}

/** What nearly every line says, and so tells nothing. */
const USUAL = new Set(['runtime', 'standard', 'base', 'regional']);

function CostLine({ line }: { readonly line: ExplainedLine }) {
  const { model: _told, region: _too, ...axes } = line.usageType;
  const unusual = Object.entries(axes).filter(([, value]) => !USUAL.has(value));
  return (
    <li>
      <div class="cost-line-head">
        <b>{line.dimension.replaceAll('_', ' ')}</b>
        <span>{formatCount(line.quantity)}</span>
        <Quality line={line} />
        <b class="cost-line-cost">{line.cost === null ? 'unpriced' : `$${line.cost}`}</b>
      </div>
      {line.arithmetic !== null && <p class="cost-line-sum">{line.arithmetic}</p>}
      <p class="muted">{line.words.join(' ')}</p>
      {unusual.length > 0 && (
        <p class="muted">{unusual.map(([key, value]) => `${key} ${value}`).join(', ')}</p>
      )}
    </li>
  );
}

function Quality({ line }: { readonly line: ExplainedLine }) {
  const quality = line.rate?.quality ?? 'unpriced';
  const look = quality === 'exact' ? 'tag-note' : 'tag-note is-doubtful';
  return <span class={look}>{quality}</span>;
}
