/** What the prompt cache saved that day, as a card of the report. */
import { formatCount, formatUsd } from './format.ts';
import { html, type Html } from './html.ts';
import type { CacheFigures, NightlyReportData } from './nightly-data.ts';

/** The card; null on a day on which nothing was read from a cache or written to one. */
export function cacheCard({ cache }: NightlyReportData): Html | null {
  if (cache.models.length === 0) return null;
  const rows = cache.models.map((one) => cacheRow(one.name, one));
  return html`<div class="card">
    <h2>Prompt cache</h2>
    <p class="muted">${sentence(cache.total)}</p>
    <div class="wide">
      <table class="figures">
        <thead>
          <tr>
            <th class="name" scope="col">Model</th>
            <th scope="col">Hit ratio</th>
            <th scope="col">Saved by reads</th>
            <th scope="col">Extra for writes</th>
            <th scope="col">Net saved</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
        <tfoot>
          ${cacheRow('Total', cache.total)}
        </tfoot>
      </table>
    </div>
  </div> `;
}

function sentence({ netAttoUsd, unpricedTokens }: CacheFigures): string {
  const missing =
    unpricedTokens === 0 ? '' : ` ${formatCount(unpricedTokens)} cached tokens have no rate.`;
  if (netAttoUsd === null) return `What it saved is not known.${missing}`;
  const word = netAttoUsd < 0n ? 'cost more than it saved, by' : 'saved';
  const size = netAttoUsd < 0n ? -netAttoUsd : netAttoUsd;
  return `It ${word} ${formatUsd(size)} against reading all input fresh.${missing}`;
}

function cacheRow(name: string, cache: CacheFigures): Html {
  const { hitRatio } = cache;
  return html`<tr>
    <td class="name"><bdi>${name}</bdi></td>
    <td>${hitRatio === null ? '–' : `${(hitRatio * 100).toFixed(1)}\u00a0%`}</td>
    <td>${usd(cache.savedAttoUsd)}</td>
    <td>${usd(cache.writeExtraAttoUsd)}</td>
    <td>${usd(cache.netAttoUsd)}</td>
  </tr> `;
}

function usd(attoUsd: bigint | null): string {
  if (attoUsd === null) return 'unknown';
  return attoUsd < 0n ? `\u2212${formatUsd(-attoUsd)}` : formatUsd(attoUsd);
}
