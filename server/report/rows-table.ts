/** Single invocations as a table: what each used, for whom, and what it cost. */
import { NONE, type Dimension } from '../../shared/dimensions.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import { isoTime } from '../../shared/window.ts';
import type { Cell, Column, Table } from './table.ts';

/** An invocation as the store gives it, with its cost. */
export interface ExportedRow {
  readonly timestampMs: number;
  readonly requestId: string;
  readonly latencyMs: number | null;
  readonly firstTokenMs: number | null;
  readonly valueOf: (dimension: Dimension) => string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly usage: readonly {
    readonly type: { readonly dimension: string };
    readonly quantity: number;
  }[];
  /** Null where nothing or not all of it has a rate. */
  readonly costAttoUsd: bigint | null;
}

const DIMENSIONS = [
  'account',
  'region',
  'model',
  'operation',
  'tenant',
  'rule',
  'principal',
  'session',
  'profile',
  'routing',
  'tier',
  'status',
  'errorCode',
  'stopReason',
] as const satisfies readonly Dimension[];

const TOKENS = ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_tokens'];

const COLUMNS: readonly Column[] = [
  { name: 'time', kind: 'time' },
  { name: 'request_id', kind: 'text' },
  ...DIMENSIONS.map((dimension): Column => ({ name: snakeCase(dimension), kind: 'text' })),
  { name: 'latency_ms', kind: 'count' },
  { name: 'first_token_ms', kind: 'count' },
  ...TOKENS.map((name): Column => ({ name, kind: 'count' })),
  { name: 'cost_usd', kind: 'decimal' },
  { name: 'usage', kind: 'json' },
  { name: 'tags', kind: 'json' },
];

/** Columns that have a value in each row. */
export const ROWS_REQUIRED: ReadonlySet<string> = new Set(['time', 'request_id']);

/** The table; rows are read as they are written, so that no more than a page is in memory. */
export function rowsTable(invocations: Iterable<ExportedRow>): Table {
  return { name: 'Invocations', columns: COLUMNS, rows: cellsOf(invocations) };
}

function* cellsOf(invocations: Iterable<ExportedRow>): Generator<readonly Cell[]> {
  for (const one of invocations) {
    const quantities = new Map<string, number>();
    for (const { type, quantity } of one.usage) {
      quantities.set(type.dimension, (quantities.get(type.dimension) ?? 0) + quantity);
    }
    yield [
      isoTime(one.timestampMs),
      one.requestId,
      ...DIMENSIONS.map((dimension) => textOf(one.valueOf(dimension))),
      wholeText(one.latencyMs),
      wholeText(one.firstTokenMs),
      ...TOKENS.map((dimension) => wholeText(quantities.get(dimension) ?? null)),
      one.costAttoUsd === null ? null : formatAttoUsd(one.costAttoUsd),
      JSON.stringify(Object.fromEntries(quantities)),
      JSON.stringify(Object.fromEntries(one.tags.map(({ key, value }) => [key, value]))),
    ];
  }
}

function textOf(value: string): Cell {
  return value === NONE || value === '' ? null : value;
}

function wholeText(value: number | null): Cell {
  return value === null ? null : String(Math.round(value));
}

function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
