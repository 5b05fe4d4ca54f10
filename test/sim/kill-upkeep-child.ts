/** A process that migrates, copies, prunes or checks a file until it is done, or killed. */
import { writeSync } from 'node:fs';
import { DAY_MS, MINUTE_MS } from '../../shared/window.ts';
import { checkHere, type CheckStored } from '../../server/job/check-stored.ts';
import { nightlyCheck } from '../../server/job/nightly-check.ts';
import { decryptFile } from '../../server/store/encrypted-file.ts';
import {
  backupDatabase,
  backupEncrypted,
  restoreDatabase,
} from '../../server/store/sqlite/backup.ts';
import { openDatabase } from '../../server/store/sqlite/open-database.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { nextSchemas } from '../support/next-schemas.ts';

/** What a file may be in the middle of. */
export const STAGES = [
  'copy aside',
  'migration 1',
  'migration 2',
  'migration 3',
  'backup',
  'restore',
  'encrypted backup',
  'encrypted restore',
  'retention',
  'deletion',
  'nightly check',
] as const;
export type Stage = (typeof STAGES)[number];

/** A pair of keys for these files alone. */
export const KEY = {
  identity: 'AGE-SECRET-KEY-1PYMSCY9M4VRMSNG4X0LUK8CREZ2AWQHYRZHEYGEVMGQZF6HS79ES3PZE9M',
  recipient: 'age1t4dayaf3fgjpc9m4f92vxcc0r3xm7fpltrkup6zt2nr2xjz6556s0j00v8',
};

/** All data of the child's files lie in these days. */
export const FIRST_MS = Date.UTC(2026, 10, 1);
export const DAYS = 6;
/** Who is deleted. */
export const DELETED = 'globex';
/** What retention cuts: rows, minutes and hours each at another day. */
export const CUTS = {
  rowsMs: FIRST_MS + 3 * DAY_MS,
  minutesMs: FIRST_MS + 4 * DAY_MS,
  hoursMs: FIRST_MS + 2 * DAY_MS,
  metricsMs: 0,
  noticesMs: 0,
};

/** Does what a stage is of; `reach` is told of each point that it passes. */
export async function runStage(stage: Stage, file: string, reach: () => void): Promise<void> {
  if (stage === 'backup') {
    await backupDatabase(file, `${file}.copy`, reach);
  } else if (stage === 'restore') {
    await restoreDatabase(`${file}.copy`, file);
  } else if (stage === 'encrypted backup') {
    const recipients = [KEY.recipient];
    await backupEncrypted(file, `${file}.copy`, { recipients, onPages: reach, onBytes: reach });
  } else if (stage === 'encrypted restore') {
    await restoreDatabase(`${file}.copy`, file, (from, to) => {
      return decryptFile(from, to, [KEY.identity], reach);
    });
  } else if (stage === 'retention') {
    const store = openSqliteStore({ path: file, promotedTags: [] });
    while (store.prune(CUTS)) reach();
    store.close();
  } else if (stage === 'deletion') {
    deleteTenant(file, reach);
  } else if (stage === 'nightly check') {
    await checkDays(file, reach);
  } else {
    const step = STAGES.indexOf(stage) - 1;
    const migrations = nextSchemas((at) => (at === step ? reach() : undefined));
    openDatabase(file, false, { migrations }).close();
  }
}

/** Asks for it once, and takes what is left of its texts out of the file in the end. */
function deleteTenant(file: string, reach: () => void): void {
  const store = openSqliteStore({ path: file, promotedTags: [] });
  const nowMs = FIRST_MS + DAYS * DAY_MS;
  if (store.eraser.list().length === 0) {
    store.eraser.request({ tenant: DELETED, by: 'kills', nowMs });
    reach();
  }
  while (store.eraser.step(nowMs)) reach();
  store.eraser.compact();
  store.close();
}

/** One night over days that were closed. */
async function checkDays(file: string, reach: () => void): Promise<void> {
  const store = openSqliteStore({ path: file, promotedTags: [] });
  while (store.closeDays(FIRST_MS + DAYS * DAY_MS)) reach();
  const check: CheckStored = (order, onChecked, signal) =>
    checkHere(store)(
      order,
      (checked) => {
        onChecked(checked);
        reach();
      },
      signal,
    );
  let nowMs = FIRST_MS + (DAYS + 2) * DAY_MS;
  const nightly = nightlyCheck({
    store,
    config: { timeZone: 'UTC', nightlyCheck: { atMinutes: 0, minutes: 60 } },
    check,
    nowMs: () => nowMs,
    log: () => undefined,
  });
  nowMs += 5 * MINUTE_MS; // The server is up for so long.
  await nightly(new AbortController().signal);
  store.close();
}

/** Where a child ends: told how many points it passes first, or nothing. */
const [, , stage, file, pointsText] = process.argv;
const isStage = (text: string | undefined): text is Stage => STAGES.some((one) => one === text);
if (process.env['KILL_CHILD'] && isStage(stage) && file) {
  let pointsLeft = Number(pointsText);
  writeSync(1, 'b');
  await runStage(stage, file, () => {
    pointsLeft -= 1;
    if (pointsLeft === 0) writeSync(1, '.');
  });
  writeSync(1, 'e');
}
