/** A table as CSV that spreadsheets open without running anything in it. */

export interface DataTable {
  readonly columns: readonly { readonly label: string; readonly isNumber: boolean }[];
  /** Exact texts, one per column. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * RFC 4180 with CRLF; text that a spreadsheet would take for a formula gets an apostrophe.
 *
 * @returns the header and one line a row. Never throws.
 */
export function formatCsv(table: DataTable): string {
  const header = table.columns.map(({ label }) => quote(label));
  const lines = table.rows.map((row) => {
    return row.map((cell, index) => quote(table.columns[index]?.isNumber ? cell : guard(cell)));
  });
  return [header, ...lines].map((cells) => `${cells.join(',')}\r\n`).join('');
}

function guard(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
