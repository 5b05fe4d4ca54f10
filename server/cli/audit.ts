/** `outcrop audit`: what people did, and whether the log of it is whole. */
import type { Command } from 'commander';
import { isoTime } from '../../shared/window.ts';
import { checkAudit } from '../store/audit-chain.ts';
import type { AccessStore, StoredAuditEvent } from '../store/access-store.ts';
import { withAccess } from './access-store.ts';
import { UsageError, type Root } from './root.ts';
import { textTable } from './text-table.ts';

interface AuditOptions {
  readonly db: string;
  readonly limit: number;
  readonly verify?: boolean;
  readonly json?: boolean;
}

const LIMIT_MAX = 100_000;

export function addAudit(program: Command, root: Root): void {
  program
    .command('audit')
    .description('Show who signed in, changed or took out what, the newest first.')
    .requiredOption('--db <file>', 'database file')
    .option('--limit <n>', 'at most this many', Number, 50)
    .option('--verify', 'follow the chain of hashes: nothing was changed, and nothing is missing')
    .option('--json', 'print JSON')
    .addHelpText('after', '\n  outcrop audit --db outcrop.db --verify')
    .action((options: AuditOptions) => audit(options, root));
}

async function audit({ db, limit, verify, json }: AuditOptions, root: Root): Promise<void> {
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX) {
    throw new UsageError('--limit is no number of rows.', `Write 1 to ${LIMIT_MAX}.`);
  }
  await withAccess(db, (store) => {
    if (verify) return tellChain(store, json === true, root);
    const events = store.audit({ beforeSeq: Number.MAX_SAFE_INTEGER, limit }).map(encode);
    if (json) return void root.writeOut(`${JSON.stringify(events)}\n`);
    const rows = events.map((one) => {
      return [one.at, one.who, one.action, one.subject, one.detail];
    });
    root.writeOut(`${textTable(['at', 'who', 'did', 'to', 'how'], rows, 5).join('\n')}\n`);
  });
}

function encode({ atMs, ...event }: StoredAuditEvent) {
  return { at: isoTime(atMs), ...event };
}

/** A broken chain ends in failure, so that a script notices. */
function tellChain(store: AccessStore, isJson: boolean, root: Root): void {
  const [head, floor] = [store.auditHead(), store.auditFloor()];
  const found = checkAudit(store);
  if (isJson) root.writeOut(`${JSON.stringify({ ok: found === null, ...head, problem: found })}\n`);
  if (found) {
    const hint = 'Somebody wrote to the database by another way: compare it with a backup.';
    throw new UsageError(
      `The audit log does not hold at event ${found.seq}: ${found.message}.`,
      hint,
    );
  }
  if (isJson) return;
  root.writeOut(
    `${head.seq - floor.seq} events, none changed and none missing.\nHead: ${head.hash}\n`,
  );
}
