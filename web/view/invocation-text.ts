/** Invocations as a table of exact texts, for CSV. */
import type { InvocationSummary } from '../../shared/contract.ts';
import type { DataTable } from '../format/csv.ts';

const COLUMNS: readonly {
  readonly label: string;
  readonly isNumber: boolean;
  readonly text: (row: InvocationSummary) => string;
}[] = [
  { label: 'requestId', isNumber: false, text: (row) => row.requestId },
  { label: 'at', isNumber: false, text: (row) => row.at },
  { label: 'tenant', isNumber: false, text: (row) => row.tenant },
  { label: 'model', isNumber: false, text: (row) => row.model },
  { label: 'operation', isNumber: false, text: (row) => row.operation },
  { label: 'status', isNumber: false, text: (row) => row.status },
  { label: 'errorCode', isNumber: false, text: (row) => row.errorCode ?? '' },
  { label: 'latencyMs', isNumber: true, text: (row) => String(row.latencyMs ?? '') },
  { label: 'costUsd', isNumber: true, text: (row) => row.cost ?? '' },
  { label: 'account', isNumber: false, text: (row) => row.account },
  { label: 'region', isNumber: false, text: (row) => row.region },
  { label: 'principal', isNumber: false, text: (row) => row.principal },
];

/** One row an invocation; the cost keeps all its digits. */
export function invocationsTable(rows: readonly InvocationSummary[]): DataTable {
  return { columns: COLUMNS, rows: rows.map((row) => COLUMNS.map(({ text }) => text(row))) };
}
