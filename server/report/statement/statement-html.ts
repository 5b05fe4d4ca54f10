/** A statement as one HTML text that stands alone: in a mail, in a browser, on paper. */
import { formatCents, formatInstant, formatMonth, formatUsd } from '../format.ts';
import { html, type Html } from '../html.ts';
import { PAGE_STYLE } from '../nightly-style.ts';
import { TABLE_STYLE } from '../nightly-table-style.ts';
import {
  shareWords,
  tenantTitle,
  totalWords,
  type Statement,
  type StatementLine,
} from './statement-data.ts';

/**
 * Writes one statement.
 *
 * @returns a whole document without scripts and without anything to load; the same bytes for the
 *   same statement. Shown cents add up to the shown total.
 */
export function statementHtml(statement: Statement): string {
  const body = [head(statement), notices(statement), lines(statement), footer(statement)];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <title>Statement of ${statement.tenant} for ${statement.month}</title>
        ${PAGE_STYLE}${TABLE_STYLE}
      </head>
      <body>
        <div class="page">${body}</div>
      </body>
    </html> `.toString();
}

function head(statement: Statement): Html {
  const { tenant, month, isPreliminary, ownAttoUsd, sharedAttoUsd, adjustedAttoUsd } = statement;
  const state = isPreliminary
    ? html`<span class="state warn">Preliminary</span>`
    : html`<span class="state">Final</span>`;
  return html`<div class="card">
    <p class="over">Amazon Bedrock, statement for ${formatMonth(month)} ${state}</p>
    <h1><bdi>${tenantTitle(tenant)}</bdi>: ${formatCents(statement.totalCents)}</h1>
    <table class="tiles" role="presentation">
      <tr>
        ${tile('Own usage', formatUsd(ownAttoUsd), 'contracted cost')}
        ${tile('Shared costs', formatUsd(sharedAttoUsd), 'this tenant’s part')}
        ${tile('Adjustments', formatUsd(adjustedAttoUsd), `${statement.adjustments.length} agreed`)}
        ${tile('List cost', formatUsd(statement.listAttoUsd), 'before discounts')}
      </tr>
    </table>
  </div> `;
}

function tile(label: string, value: string, note: string): Html {
  return html`<td>
    <span class="label">${label}</span><span class="value">${value}</span>
    <span class="note">${note}</span>
  </td>`;
}

function notices({ unpricedLines, isPreliminary }: Statement): Html | null {
  const unpriced = html`<p>
    <b>Unpriced.</b> ${unpricedLines === 1 ? 'One line has' : `${unpricedLines} lines have`} no
    rate: what they cost is missing from the total.
  </p>`;
  const early = html`<p>
    <b>Preliminary.</b> Usage of this month may still be added; a later statement replaces this one.
  </p>`;
  if (unpricedLines === 0 && !isPreliminary) return null;
  return html`<div class="notices warn">
    ${isPreliminary ? early : null}${unpricedLines > 0 ? unpriced : null}
  </div> `;
}

function lines(statement: Statement): Html {
  const own = statement.lines.filter(({ kind }) => kind === 'own');
  const shared = statement.lines.filter(({ kind }) => kind === 'shared');
  const moved = statement.shares.map((one) => amountRow(shareWords(one), one.amountCents));
  const adjustments = statement.adjustments.map((one) => amountRow(one.label, one.amountCents));
  return html`<div class="card">
    <h2>What it is made of</h2>
    <div class="wide">
      <table class="figures">
        <thead>
          <tr>
            <th class="name">Usage</th>
            <th>Quantity</th>
            <th>Unit</th>
            <th>Unit price</th>
            <th>Cost</th>
          </tr>
        </thead>
        <tbody>
          ${section('Own usage', own.map(row))}
          ${section(`Shared capacity: ${statement.sharedBy}`, shared.map(row))}
          ${section('Shared costs', moved)} ${section('Adjustments', adjustments)}
        </tbody>
        <tfoot>
          <tr>
            <td class="name" colspan="4">${totalWords(statement)}</td>
            <td>${formatCents(statement.totalCents)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  </div> `;
}

function amountRow(label: string, amountCents: bigint): Html {
  return html`<tr>
    <td class="name" colspan="4"><bdi>${label}</bdi></td>
    <td>${formatCents(amountCents)}</td>
  </tr>`;
}

function section(title: string, rows: readonly Html[]): Html | null {
  if (rows.length === 0) return null;
  return html`<tr class="rest">
      <td class="name" colspan="5">${title}</td>
    </tr>
    ${rows}`;
}

function row(line: StatementLine): Html {
  const cost = line.costCents === null ? 'unpriced' : formatCents(line.costCents);
  const badge =
    line.quality === 'exact' || line.quality === 'unpriced'
      ? null
      : html` <span class="badge">${line.quality}</span>`;
  return html`<tr>
    <td class="name">
      ${line.model}<br /><span class="muted">${line.usage}, ${line.region}</span>
    </td>
    <td>${grouped(line.quantity)}</td>
    <td>${line.unit.replace('1000000 ', '1M ').toLowerCase()}</td>
    <td>${line.unitPriceUsd === null ? '–' : priceText(line.unitPriceUsd)}${badge}</td>
    <td>${cost}</td>
  </tr>`;
}

/** Two places at least, and all that there are. */
function priceText(usd: string): string {
  const [whole = '', fraction = ''] = usd.split('.');
  return `$${whole}.${fraction.padEnd(2, '0')}`;
}

/** `1234567.25` as `1,234,567.25`. */
function grouped(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? text : `${text}.${fraction}`;
}

function footer({ timeZone, generatedFrom, month }: Statement): Html {
  const { priceBookVersion, rulesVersion, completeTo } = generatedFrom;
  const readTo =
    completeTo === null
      ? 'unknown'
      : `${formatInstant(Date.parse(completeTo), timeZone)} ${timeZone}`;
  return html`<footer>
    <p>
      ${formatMonth(month)} in ${timeZone}. Logs read up to ${readTo}. Price book
      ${priceBookVersion}; attribution rules ${rulesVersion}.
    </p>
    <p>
      Cost is quantity times unit price, in US dollars, after the discounts of the price file. Cents
      are by largest remainder over all lines, so that they add up to the total, which is the exact
      sum rounded half up. CSV, XLSX and JSON hold every line to the exact digit.
    </p>
  </footer> `;
}
