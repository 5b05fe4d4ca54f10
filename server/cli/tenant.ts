/** `outcrop tenant delete`: all that one tenant has, gone for good. */
import type { Command } from 'commander';
import type { DeletionReply } from '../../shared/deletion-contract.ts';
import { deletionsOf } from '../api/deletion-routes.ts';
import { digestOfTenant } from '../store/tenant-eraser.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { StoreError, type Store } from '../store/store.ts';
import { byHand, noteByHand } from './access-store.ts';
import { createProgress, type Progress } from './progress.ts';
import { mustExist, openExisting } from './query.ts';
import { UsageError, type Root } from './root.ts';

interface DeleteOptions {
  readonly db: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

const NOTES = `
Deletes its calls, their sums, tags and sessions that nobody else has, and what alarms told of it.
Its calls of before do not come back when their logs are read again; calls from now on are counted.
There is no way back but a backup. Beside a server the server does the work; alone, this verb does,
and then writes the file anew, so that no freed page holds old bytes.

Stored reports, the config, users and saved views that name it are left: see docs/privacy.md.
  outcrop tenant delete acme --db outcrop.db --yes`;

/** Between two looks at what a server has done. */
const LOOK_MS = 500;

export function addTenant(program: Command, root: Root): void {
  program
    .command('tenant')
    .description('What can be done with one tenant.')
    .command('delete')
    .description('Delete all that a tenant has, for good.')
    .argument('<name>', 'as `outcrop tenants` shows it')
    .requiredOption('--db <file>', 'database file')
    .option('--yes', 'do it; without, only say what would go')
    .option('--json', 'print JSON')
    .addHelpText('after', NOTES)
    .action(async (name: string, options: DeleteOptions) => {
      mustExist(options.db);
      if (!options.yes) return ask(name, options, root);
      const done = await erase(name, options, root);
      root.writeOut(options.json ? `${JSON.stringify(done)}\n` : textOf(done));
    });
}

function ask(tenant: string, { db }: DeleteOptions, root: Root): void {
  const store = openExisting(db);
  try {
    mustBeKnown(tenant, store);
  } finally {
    store.close();
  }
  root.writeOut(`Nothing has been deleted. Add --yes to delete all that ${tenant} has.\n`);
}

function mustBeKnown(tenant: string, store: Store): void {
  const digest = digestOfTenant(tenant);
  if (store.eraser.list().some((one) => one.digest === digest)) return; // Once more, to be sure.
  if (store.values('tenant', tenant, 1000).includes(tenant)) return;
  throw new UsageError(`There is no tenant ${tenant}.`, 'See `outcrop tenants` for their names.');
}

async function erase(tenant: string, { db }: DeleteOptions, root: Root): Promise<DeletionReply> {
  const { store, isAlone } = openAloneIfFree(db);
  const progress = createProgress('Deleting', process.stderr.isTTY, root.writeError);
  try {
    mustBeKnown(tenant, store);
    store.eraser.request({ tenant, by: byHand(), nowMs: root.nowMs() });
    const subject = `sha256:${digestOfTenant(tenant)}`;
    noteByHand(store.access, { action: 'tenants.delete', subject, detail: '' }, root);
    return await follow(store, { tenant, isAlone, progress, root });
  } finally {
    progress.end();
    store.close();
  }
}

/** Opens as a server does, so that none begins meanwhile; beside one as all verbs do. */
function openAloneIfFree(path: string): { readonly store: Store; readonly isAlone: boolean } {
  try {
    const store = openSqliteStore({ path, promotedTags: [], isServer: true });
    return { store, isAlone: true };
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'busy') throw error;
    return { store: openExisting(path), isAlone: false };
  }
}

async function follow(
  store: Store,
  of: {
    readonly tenant: string;
    readonly isAlone: boolean;
    readonly progress: Progress;
    readonly root: Root;
  },
): Promise<DeletionReply> {
  const digest = digestOfTenant(of.tenant);
  for (;;) {
    const now = deletionsOf(store).deletions.find((one) => one.digest === digest);
    if (!now) throw new UsageError('The deletion was withdrawn.', 'Ask for it again.');
    if (now.state === 'done') {
      if (of.isAlone) store.eraser.compact();
      return now;
    }
    of.progress.show(0, 1, `${now.rows} calls so far`);
    if (of.isAlone) store.eraser.step(of.root.nowMs());
    else await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function textOf({ rows, digest }: DeletionReply): string {
  return `Deleted, with ${rows} calls. It is known from now on as sha256:${digest}.\n`;
}
