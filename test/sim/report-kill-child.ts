/** A process that makes and hands out reports and writes an export until all is done, or killed. */
import { existsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportDefinition } from '../../server/config/config.ts';
import { exportRows } from '../../server/job/export-rows.ts';
import { localMaker } from '../../server/job/report-maker.ts';
import { reportPass } from '../../server/job/report-pass.ts';
import { writeWholeFile } from '../../server/job/write-file.ts';
import { WebhookSecret } from '../../server/notify/webhook-signature.ts';
import { rowsTable } from '../../server/report/rows-table.ts';
import { tableCsv } from '../../server/report/table-csv.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../server/store/store.ts';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import { FORMATS_OF, NIGHTLY_SECTIONS, REPORT_KINDS } from '../../shared/report-contract.ts';
import { DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { call, HAND_BOOK } from '../query/ask.ts';
import { batch, T0_MS } from '../support/metered.ts';

const DAYS = 30;
const CALLS = 1_500;
const MONTH = { startMs: T0_MS, endMs: T0_MS + DAYS * DAY_MS };
/** Needs a browser, and has bytes that are never the same twice. */
const PRINTED = 'pdf';
const PASS_MS = 10 * 60_000;

/** Calls of three tenants over November, whose logs are read to the end. */
function fill(store: Store): void {
  const calls = Array.from({ length: CALLS }, (_, index) => {
    const atMs = Math.floor((index * DAYS * DAY_MS) / CALLS);
    return call(index + 1, atMs, { attribution: { tenant: `tenant-${index % 3}` } });
  });
  store.ingest(batch(calls, { progress: { completeToMs: MONTH.endMs, done: 1, total: 1 } }));
}

function definitions(directory: string): readonly ReportDefinition[] {
  return REPORT_KINDS.map((kind) => ({
    name: kind,
    kind,
    filter: EMPTY_FILTER,
    groupBy: null,
    sections: NIGHTLY_SECTIONS,
    timeZone: 'UTC',
    atMinutes: 120,
    waitMinutes: 60,
    formats: FORMATS_OF[kind].filter((format) => format !== PRINTED),
    directory,
    bucket: null,
    channels: ['mail', 'hook'],
  }));
}

function channels(webhookUrl: string, mailPort: number) {
  const secrets = [new WebhookSecret(new Uint8Array(32))];
  const hook = { id: 'hook', kind: 'webhook', url: webhookUrl, secrets, allowPrivate: true };
  const mail = {
    id: 'mail',
    kind: 'email',
    host: '127.0.0.1',
    port: mailPort,
    isTls: false,
    allowPrivate: true,
    user: null,
    password: null,
    from: 'outcrop@example.com',
    to: ['ops@example.com'],
  };
  return [hook, mail] as never; // Channels as the config would give them.
}

/** One step more for whoever kills. */
const step = (): void => void writeSync(1, '.');

function writeExport(store: Store, path: string): void {
  const asked = { window: MONTH, filter: EMPTY_FILTER, onProgress: step };
  writeWholeFile(path, tableCsv(rowsTable(exportRows(asked, store, HAND_BOOK))));
}

async function live(database: string, folder: string, ports: readonly string[]): Promise<void> {
  const [webhookUrl = '', mailPort = ''] = ports;
  const store = openSqliteStore({ path: database, promotedTags: [] });
  if (store.invocationCount() === 0) fill(store);
  step();
  const maker = {
    store,
    book: HAND_BOOK,
    priceBookVersion: 'b1',
    rulesVersion: 'r1',
    budgets: [],
    adjustments: [],
    sharedCost: [],
    capacity: { share: [], reserved: [], training: [] },
    tagKeys: [],
  };
  let nowMs = MONTH.endMs + 2 * HOUR_MS;
  const pass = reportPass(() => ({
    definitions: definitions(folder),
    maker,
    make: localMaker(maker),
    channels: channels(webhookUrl, Number(mailPort)),
    pageUrl: 'https://outcrop.example.com/',
    signal: new AbortController().signal,
    nowMs: () => nowMs,
    jitter: () => 0.5,
    log: step,
  }));
  do {
    await pass();
    nowMs += PASS_MS;
  } while (store.reports.owed().length > 0);
  const path = join(folder, 'export.csv');
  if (!existsSync(path)) writeExport(store, path);
  step();
  store.close();
}

const [, , database, folder, ...ports] = process.argv;
if (process.env['KILL_CHILD'] && database && folder) await live(database, folder, ports);
