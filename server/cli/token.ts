/** `outcrop token`: secrets by which programs ask. */
import type { Command } from 'commander';
import { TOKEN_POWERS } from '../../shared/access-contract.ts';
import { isoTime } from '../../shared/window.ts';
import { createToken, tokenState } from '../access/tokens.ts';
import { byHand, noteByHand, orUsageError, withAccess } from './access-store.ts';
import { UsageError, type Root } from './root.ts';
import { textTable } from './text-table.ts';

interface CreateOptions {
  readonly db: string;
  readonly power: string;
  readonly tenant?: readonly string[];
  readonly days: number;
  readonly json?: boolean;
}

export function addToken(program: Command, root: Root): void {
  const token = program.command('token').description('Secrets by which programs ask.');
  token
    .command('create')
    .argument('<name>', 'what it is for, such as prometheus')
    .requiredOption('--db <file>', 'database file')
    .option('--power <power>', `${TOKEN_POWERS.join(', ')}`, 'read')
    .option('--tenant <name...>', 'the only tenants that it reads; all when left out')
    .option('--days <n>', 'how long it holds, at most 366', Number, 90)
    .option('--json', 'print JSON')
    .description('Make a token. It is told once, and kept as a proof only.')
    .addHelpText('after', EXAMPLE)
    .action((name: string, options: CreateOptions) => create(name, options, root));
  token
    .command('list')
    .requiredOption('--db <file>', 'database file')
    .option('--json', 'print JSON')
    .description('Show all tokens and shared links, without their secrets.')
    .addHelpText('after', '\n  outcrop token list --db outcrop.db')
    .action((options: { readonly db: string; readonly json?: boolean }) => list(options, root));
  token
    .command('revoke')
    .argument('<id>', 'as `token list` shows it')
    .requiredOption('--db <file>', 'database file')
    .description('End a token, or a link and the sessions that it opened.')
    .addHelpText('after', '\n  outcrop token revoke 0123456789abcdef --db outcrop.db')
    .action((id: string, { db }: { readonly db: string }) => revoke(id, db, root));
}

const EXAMPLE = `
  outcrop token create prometheus --power metrics --db outcrop.db
  curl -H "authorization: Bearer oct_..." https://outcrop.example.com/metrics`;

async function create(name: string, options: CreateOptions, root: Root): Promise<void> {
  const power = TOKEN_POWERS.find((one) => one === options.power);
  if (!power) {
    const hint = `Write ${TOKEN_POWERS.join(', ')}.`;
    throw new UsageError(`There is no power ${options.power}.`, hint);
  }
  await withAccess(options.db, (store) => {
    const ask = { kind: 'token', name, power, search: '', days: options.days } as const;
    const asked = { ...ask, tenants: options.tenant ?? null, by: byHand() };
    const { token, secret } = orUsageError(createToken(asked, store, root.nowMs()));
    const detail = `power=${power} days=${options.days}`;
    noteByHand(store, { action: 'tokens', subject: name, detail }, root);
    const expiresAt = isoTime(token.expiresAtMs);
    const words = `${secret}\nTold this once; it holds until ${expiresAt}.\n`;
    root.writeOut(
      options.json ? `${JSON.stringify({ id: token.id, secret, expiresAt })}\n` : words,
    );
  });
}

async function list(
  { db, json }: { readonly db: string; readonly json?: boolean },
  root: Root,
): Promise<void> {
  await withAccess(db, (store) => {
    const tokens = store.tokens().map((one) => ({
      id: one.id,
      kind: one.kind,
      name: one.name,
      power: one.power,
      tenants: one.tenants,
      expiresAt: isoTime(one.expiresAtMs),
      state: tokenState(one, root.nowMs()),
    }));
    if (json) return void root.writeOut(`${JSON.stringify(tokens)}\n`);
    const rows = tokens.map((one) => {
      const { id, kind, name, power, tenants, expiresAt, state } = one;
      return [id, kind, name, power, tenants?.join(', ') ?? 'all', expiresAt, state];
    });
    const head = ['id', 'kind', 'name', 'power', 'tenants', 'expires', 'state'];
    root.writeOut(`${textTable(head, rows, 8).join('\n')}\n`);
  });
}

async function revoke(id: string, db: string, root: Root): Promise<void> {
  await withAccess(db, (store) => {
    if (!store.revokeToken(id, root.nowMs())) {
      throw new UsageError(`No token ${id} holds.`, 'See `outcrop token list`.');
    }
    noteByHand(store, { action: 'tokens.revoke', subject: id, detail: '' }, root);
    root.writeOut(`${id} holds no more.\n`);
  });
}
