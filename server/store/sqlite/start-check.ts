/** What a server looks at before it trusts a file: where it lies, and whether it is sound. */
import { existsSync, statSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { StoreError } from '../store.ts';
import type { Database } from './open-database.ts';
import { toStoreError } from './to-store-error.ts';

/** File systems whose locks SQLite cannot trust, by the number that Linux gives them. */
const NETWORK_TYPES = new Map([
  [0x6969, 'NFS'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB'],
  [0x517b, 'SMB'],
  [0x01021997, '9p'],
  [0x00c36400, 'Ceph'],
]);

/** @throws StoreError `cannotOpen` for a file on a network file system. */
export function checkPlace(file: string): void {
  const folder = path.dirname(file);
  const kind = existsSync(folder) ? NETWORK_TYPES.get(statfsSync(folder).type) : undefined;
  if (kind === undefined) return;
  const hint = 'Put it on a disk of this machine: on a network its locks do not hold.';
  throw new StoreError('cannotOpen', `${file} lies on a network file system (${kind}).`, hint);
}

/** Looking a larger file through would hold up the start: some half a second for so much. */
const LOOKED_AT_BYTES_MAX = 512_000_000;

/** @throws StoreError `corrupt` with the mend, for a file that is damaged. */
export function checkSound(database: Database, file: string): void {
  if (database.memory || statSync(file).size > LOOKED_AT_BYTES_MAX) return;
  let found: unknown;
  try {
    found = database.pragma('quick_check(1)', { simple: true });
  } catch (error) {
    const told = toStoreError(error);
    if (!(told instanceof StoreError) || told.code !== 'corrupt') throw told;
    found = told.message;
  }
  if (found === 'ok') return;
  throw new StoreError('corrupt', `${file} is damaged.`, RESTORE_HINT);
}

const RESTORE_HINT =
  'Put the newest backup back with `outcrop restore BACKUP --db FILE --force`; what was logged ' +
  'since is read again. Without one, move the file away and start: the logs are in S3.';
