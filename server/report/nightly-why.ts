/** The cards of a nightly report on why its cost changed and how the budgets stand. */
import { parseAttoUsd } from '../../shared/money.ts';
import { formatCents, formatUsd } from './format.ts';
import { html, type Html } from './html.ts';
import type { NightlyReportData } from './nightly-data.ts';
import { roundToCents } from './rounding.ts';

/** Which revision this is, when it is not the first. */
export function revisionBadge({ revision }: NightlyReportData): Html | null {
  if (revision === null || revision === 1) return null;
  return html`<span class="state">Revision ${revision}, replaces the one before</span>`;
}

/** Tenants that moved most, and of what their change is made; nothing where none did. */
export function moversCard({ movers }: NightlyReportData): Html | null {
  if (movers === null || movers.length === 0) return null;
  const rows = movers.map((one) => {
    const parts = [one.volumeAttoUsd, one.mixAttoUsd, one.priceAttoUsd, one.cacheAttoUsd];
    // Rounded together, so that what is shown adds up to the change that is shown.
    const { partsCents, totalCents } = roundToCents(parts);
    const cells = [...partsCents, totalCents].map((cents) => html`<td>${signed(cents)}</td>`);
    return html`<tr>
      <td class="name">${one.name}</td>
      ${cells}
    </tr>`;
  });
  return html`<div class="card">
    <h2>Why the cost changed</h2>
    <p class="muted">
      Since the day before, by tenant: more or fewer tokens, another mix of models and of output,
      other prices, another use of the prompt cache.
    </p>
    <div class="wide">
      <table class="figures">
        <thead>
          <tr>
            <th class="name">Tenant</th>
            <th>Volume</th>
            <th>Mix</th>
            <th>Price</th>
            <th>Cache</th>
            <th>Change</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </div> `;
}

/** Cents with `+` before a rise. */
function signed(cents: bigint): string {
  return cents > 0n ? `+${formatCents(cents)}` : formatCents(cents);
}

/** How each budget stood at the end of the day; nothing where there is none. */
export function budgetCard({ budgets }: NightlyReportData): Html | null {
  if (budgets.length === 0) return null;
  const usd = (text: string | null): string =>
    text === null ? '–' : formatUsd(parseAttoUsd(text) ?? 0n); // Exact text of our own.
  const rows = budgets.map(
    (one) =>
      html`<tr>
        <td class="name">
          ${[one.name, ...Object.values(one.group)].join(', ')}
          <br /><span class="muted">${one.period.label}</span>
        </td>
        <td>${usd(one.spent)}</td>
        <td>${one.spentPercent} %</td>
        <td>${usd(one.forecast)}</td>
        <td>${one.reachedOn ?? '–'}</td>
        <td>${usd(one.amount)}</td>
      </tr>`,
  );
  return html`<div class="card">
    <h2>Budgets</h2>
    <div class="wide">
      <table class="figures">
        <thead>
          <tr>
            <th class="name">Budget</th>
            <th>Spent</th>
            <th>Of it</th>
            <th>Forecast</th>
            <th>Reached on</th>
            <th>Amount</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </div> `;
}
