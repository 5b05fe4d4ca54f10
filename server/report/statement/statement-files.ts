/** A statement as tables and as JSON, exact to the last digit. */
import { formatAttoUsd, formatDecimal } from '../../../shared/money.ts';
import type { Cell, Column, Table } from '../table.ts';
import { shareWords, totalWords, type Statement } from './statement-data.ts';

const LINE_COLUMNS: readonly Column[] = [
  { name: 'tenant', kind: 'text' },
  { name: 'month', kind: 'text' },
  { name: 'kind', kind: 'text' },
  { name: 'model', kind: 'text' },
  { name: 'region', kind: 'text' },
  { name: 'usage', kind: 'text' },
  { name: 'quantity', kind: 'decimal' },
  { name: 'unit', kind: 'text' },
  { name: 'list_unit_price_usd', kind: 'decimal' },
  { name: 'unit_price_usd', kind: 'decimal' },
  { name: 'list_cost_usd', kind: 'decimal' },
  { name: 'cost_usd', kind: 'decimal' },
  { name: 'cost_cents_usd', kind: 'decimal' },
  { name: 'rate', kind: 'text' },
];

/** Lines, shares, adjustments; `cost_usd` sums to the total, `cost_cents_usd` to it in cents. */
export function linesTable(statements: readonly Statement[]): Table {
  return { name: 'Lines', columns: LINE_COLUMNS, rows: statements.flatMap(rowsOf) };
}

/** One row for each statement. */
export function totalsTable(statements: readonly Statement[]): Table {
  const columns: readonly Column[] = [
    { name: 'tenant', kind: 'text' },
    { name: 'month', kind: 'text' },
    { name: 'own_usd', kind: 'decimal' },
    { name: 'shared_usd', kind: 'decimal' },
    { name: 'adjustments_usd', kind: 'decimal' },
    { name: 'total_usd', kind: 'decimal' },
    { name: 'total_cents_usd', kind: 'decimal' },
    { name: 'list_usd', kind: 'decimal' },
    { name: 'unpriced_lines', kind: 'count' },
    { name: 'state', kind: 'text' },
  ];
  const rows = statements.map((one): readonly Cell[] => [
    one.tenant,
    one.month,
    formatAttoUsd(one.ownAttoUsd),
    formatAttoUsd(one.sharedAttoUsd),
    formatAttoUsd(one.adjustedAttoUsd),
    formatAttoUsd(one.totalAttoUsd),
    cents(one.totalCents),
    formatAttoUsd(one.listAttoUsd),
    String(one.unpricedLines),
    one.isPreliminary ? 'preliminary' : 'final',
  ]);
  return { name: 'Totals', columns, rows };
}

function rowsOf({
  tenant,
  month,
  lines,
  shares,
  adjustments,
}: Statement): readonly (readonly Cell[])[] {
  const usd = (atto: bigint | null): Cell => (atto === null ? null : formatAttoUsd(atto));
  const used = lines.map((line): readonly Cell[] => [
    tenant,
    month,
    line.kind,
    line.model,
    line.region,
    line.usage,
    line.quantity,
    line.unit,
    line.listUnitPriceUsd,
    line.unitPriceUsd,
    usd(line.listCostAttoUsd),
    usd(line.costAttoUsd),
    line.costCents === null ? null : cents(line.costCents),
    line.quality,
  ]);
  const none = [null, null, null, null];
  const moved = shares.map((one): readonly Cell[] => {
    const amounts = [usd(one.listAttoUsd), usd(one.amountAttoUsd), cents(one.amountCents), null];
    return [tenant, month, 'shared cost', null, null, shareWords(one), ...none, ...amounts];
  });
  const adjusted = adjustments.map(({ label, amountAttoUsd, amountCents }): readonly Cell[] => {
    const amounts = [null, usd(amountAttoUsd), cents(amountCents), null];
    return [tenant, month, 'adjustment', null, null, label, ...none, ...amounts];
  });
  return [...used, ...moved, ...adjusted];
}

/** Cents as dollars with two places at the most. */
function cents(value: bigint): string {
  return formatDecimal(value, 2);
}

/** Money as exact decimal text; the same statement gives the same text. */
export function statementJson(statement: Statement): string {
  const { tenant, month, timeZone, generatedFrom, isPreliminary, sharedBy } = statement;
  const usd = (atto: bigint | null): string | null => (atto === null ? null : formatAttoUsd(atto));
  const body = {
    schema: 'outcrop.statement.v1',
    tenant,
    month,
    timeZone,
    preliminary: isPreliminary,
    generatedFrom,
    currency: 'USD',
    rounding: 'cents by largest remainder; the total is the exact total rounded half up',
    sharedBy,
    lines: statement.lines.map(({ listCostAttoUsd, costAttoUsd, costCents, ...line }) => ({
      ...line,
      listCostUsd: usd(listCostAttoUsd),
      costUsd: usd(costAttoUsd),
      costRoundedUsd: costCents === null ? null : cents(costCents),
    })),
    shares: statement.shares.map(({ listAttoUsd, amountAttoUsd, amountCents, ...share }) => ({
      ...share,
      listUsd: usd(listAttoUsd),
      amountUsd: usd(amountAttoUsd),
      amountRoundedUsd: cents(amountCents),
    })),
    adjustments: statement.adjustments.map(({ label, amountAttoUsd, amountCents }) => ({
      label,
      amountUsd: usd(amountAttoUsd),
      amountRoundedUsd: cents(amountCents),
    })),
    ownUsd: usd(statement.ownAttoUsd),
    sharedUsd: usd(statement.sharedAttoUsd),
    listUsd: usd(statement.listAttoUsd),
    adjustedUsd: usd(statement.adjustedAttoUsd),
    totalUsd: usd(statement.totalAttoUsd),
    totalRoundedUsd: cents(statement.totalCents),
    totalWords: totalWords(statement),
    unpricedLines: statement.unpricedLines,
  };
  return `${JSON.stringify(body, null, 2)}\n`;
}
