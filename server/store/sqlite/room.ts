/** Room on the disk: ingest ends while there is some left, so that alarms can still be written. */
import { existsSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StoreError } from '../store.ts';

/** Ingest ends at this much, or at this share of the disk if that is less. */
const BYTES_MIN = 500_000_000;
const SHARE_MIN = 0.05;
/** Given up when somebody else fills the disk: enough for a day of alarms and messages. */
const RESERVE_BYTES = 16_000_000;

export interface DiskRoom {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** Watches the disk of one file. */
export class Room {
  readonly #reserve: string;
  readonly #read: () => DiskRoom;

  /** @param read how much there is; the disk of the file when left out. */
  constructor(file: string, read: () => DiskRoom = () => roomOf(file)) {
    this.#reserve = `${file}.reserve`;
    this.#read = read;
  }

  /** @returns `full` when what is left is for alarms alone. */
  lack(): StoreError | null {
    const { freeBytes, totalBytes } = this.#read();
    const neededBytes = Math.min(BYTES_MIN, totalBytes * SHARE_MIN);
    if (freeBytes >= neededBytes) return null;
    const megabytes = (bytes: number): number => Math.round(bytes / 1e6);
    const message = `Only ${megabytes(freeBytes)} MB of disk are left, so no calls are stored.`;
    const hint =
      `Free ${megabytes(neededBytes - freeBytes)} MB or more; ingest goes on by itself from ` +
      'where it stopped. Alarms and answers go on meanwhile.';
    return new StoreError('full', message, hint);
  }

  /** Lays the reserve aside, if there is room for more than it. */
  keepReserve(): void {
    const { freeBytes } = this.#read();
    if (existsSync(this.#reserve) || freeBytes < 2 * RESERVE_BYTES) return;
    writeFileSync(this.#reserve, Buffer.alloc(RESERVE_BYTES)); // Written out: a hole is no room.
  }

  /** @returns whether there was a reserve to give up. */
  giveUpReserve(): boolean {
    if (!existsSync(this.#reserve)) return false;
    rmSync(this.#reserve);
    return true;
  }
}

function roomOf(file: string): DiskRoom {
  const { bavail, blocks, bsize } = statfsSync(path.dirname(file));
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
