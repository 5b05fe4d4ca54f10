/** Cost by kind of usage, and spend that departs from its season, as cards of the report. */
import type { Anomaly } from '../../shared/anomaly-contract.ts';
import { parseAttoUsd } from '../../shared/money.ts';
import { formatCents, formatClock, formatUsd, formatUsdChange } from './format.ts';
import { html, type Html } from './html.ts';
import type { NightlyReportData, UsageFigures } from './nightly-data.ts';
import { roundToCents } from './rounding.ts';

/** The mail has to end; the JSON has them all. */
const ANOMALIES_MAX = 10;

/** What each kind of usage cost; the rows add up to the total. Null on a day without usage. */
export function usageCard({ usage }: NightlyReportData): Html | null {
  if (usage.length === 0) return null;
  const list = roundToCents(usage.map((one) => one.costAttoUsd ?? 0n));
  const contracted = roundToCents(usage.map((one) => one.contractedCostAttoUsd ?? 0n));
  const rows = usage.map((one, index) =>
    usageRow(one, list.partsCents[index] ?? 0n, contracted.partsCents[index] ?? 0n),
  );
  return html`<div class="card">
    <h2>Cost by usage type</h2>
    <div class="wide">
      <table class="figures">
        <thead>
          <tr>
            <th class="name" scope="col">Usage</th>
            <th scope="col">Quantity</th>
            <th scope="col">List cost</th>
            <th scope="col">Contracted</th>
            <th scope="col">Since the day before</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
        <tfoot>
          <tr>
            <td class="name">Total</td>
            <td></td>
            <td>${formatCents(list.totalCents)}</td>
            <td>${formatCents(contracted.totalCents)}</td>
            <td></td>
          </tr>
        </tfoot>
      </table>
    </div>
  </div> `;
}

function usageRow(one: UsageFigures, listCents: bigint, contractedCents: bigint): Html {
  const { costAttoUsd, previousCostAttoUsd } = one;
  const isKnown = costAttoUsd !== null && previousCostAttoUsd !== null;
  return html`<tr>
    <td class="name">${one.name}</td>
    <td>${grouped(one.quantity)}</td>
    <td>${costAttoUsd === null ? 'unpriced' : formatCents(listCents)}</td>
    <td>${costAttoUsd === null ? '–' : formatCents(contractedCents)}</td>
    <td>${isKnown ? formatUsdChange(costAttoUsd - previousCostAttoUsd) : '–'}</td>
  </tr>`;
}

/** `1234567.25` as `1,234,567.25`. */
function grouped(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? text : `${text}.${fraction}`;
}

/** Who spent more than is usual at these hours of the week; null on a day like others. */
export function anomalyCard({ anomalies, timeZone }: NightlyReportData): Html | null {
  if (anomalies.length === 0) return null;
  const shown = anomalies.slice(0, ANOMALIES_MAX);
  const more = anomalies.length - shown.length;
  return html`<div class="card">
    <h2>Anomalies</h2>
    <p class="muted">Spend beyond what is usual at the same hours of the week.</p>
    <table class="list">
      <thead>
        <tr>
          <th scope="col">Hours</th>
          <th scope="col">Tenant</th>
          <th scope="col">Beyond the usual</th>
          <th scope="col">What rose</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map((one) => anomalyRow(one, timeZone))}
      </tbody>
    </table>
    ${more === 0 ? null : html`<p class="muted">And ${String(more)} more.</p>`}
  </div> `;
}

function anomalyRow(one: Anomaly, timeZone: string): Html {
  const clock = (iso: string): string => formatClock(Date.parse(iso), timeZone);
  const [cause] = one.causes;
  const rose = cause ? `${cause.model}, ${cause.usage.replaceAll('_', ' ')}` : '–';
  return html`<tr>
    <td>${clock(one.from)} to ${clock(one.to)}</td>
    <td><bdi>${one.tenant}</bdi></td>
    <td>${usd(one.impact)} of ${usd(one.spent)}</td>
    <td>${rose}</td>
  </tr>`;
}

/** Exact text of our own. */
function usd(text: string): string {
  return formatUsd(parseAttoUsd(text) ?? 0n);
}
