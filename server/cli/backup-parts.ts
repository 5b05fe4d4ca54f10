/** What `backup` and `restore` share: the files beside a copy, and the words at the end. */
import type { Backup } from '../store/sqlite/backup.ts';
import type { Root } from './root.ts';

/** What lies beside a database and belongs to it: rates of AWS's price list. */
export const PRICES = '.prices.json';
/** What lies beside a copy: its SHA-256, as `sha256sum` writes it. */
export const DIGEST = '.sha256';

interface Told extends Backup {
  readonly file: string;
  readonly removed: readonly string[];
  readonly recipients: readonly string[];
}

export function tell({ json }: { readonly json?: boolean }, root: Root, told: Told): void {
  if (json) {
    root.writeOut(`${JSON.stringify(told)}\n`);
    return;
  }
  const { file, bytes, removed, recipients } = told;
  const keys = recipients.length === 1 ? '1 key' : `${recipients.length} keys`;
  const encrypted = recipients.length > 0 ? `, encrypted to ${keys}` : '';
  const gone = removed.map((name) => `Removed ${name}.\n`).join('');
  root.writeOut(`${file}: ${bytes} bytes, found sound${encrypted}.\n${gone}`);
}
