/** `outcrop user`: local users who sign in with a password. */
import { text as textOf } from 'node:stream/consumers';
import type { Command } from 'commander';
import { ROLES, type Role } from '../../shared/access.ts';
import { isoTime } from '../../shared/window.ts';
import { newSecret } from '../access/secret.ts';
import { removeUser, saveUser, userName } from '../access/users.ts';
import { noteByHand, orUsageError, withAccess } from './access-store.ts';
import { UsageError, type Root } from './root.ts';
import { textTable } from './text-table.ts';

interface AddOptions {
  readonly db: string;
  readonly role?: string;
  readonly tenant?: readonly string[];
  readonly passwordStdin?: boolean;
}

const GENERATED_CHARS = 22;

export function addUser(program: Command, root: Root): void {
  const user = program.command('user').description('Who signs in with a password of this server.');
  withOptions(user.command('add'))
    .description('Make a user. A password is made and told once, unless one is given.')
    .option('--role <role>', `${ROLES.join(', ')}`, 'viewer')
    .option('--tenant <name...>', 'the only tenants that a viewer sees; all when left out')
    .addHelpText('after', EXAMPLE_ADD)
    .action((name: string, options: AddOptions) => add(name, options, root));
  withOptions(user.command('passwd'))
    .description('Give a user another password, which ends its sessions.')
    .addHelpText('after', '\n  outcrop user passwd ada --db outcrop.db')
    .action((name: string, options: AddOptions) => passwd(name, options, root));
  user
    .command('remove')
    .argument('<name>', 'as `user list` shows it')
    .requiredOption('--db <file>', 'database file')
    .description('Remove a user and end its sessions.')
    .addHelpText('after', '\n  outcrop user remove ada --db outcrop.db')
    .action((name: string, { db }: { readonly db: string }) => remove(name, db, root));
  user
    .command('list')
    .requiredOption('--db <file>', 'database file')
    .option('--json', 'print JSON')
    .description('Show all users.')
    .addHelpText('after', '\n  outcrop user list --db outcrop.db')
    .action((options: ListOptions) => list(options, root));
}

const EXAMPLE_ADD = `
  outcrop user add ada --role admin --db outcrop.db
  outcrop user add acme-team --tenant acme --db outcrop.db`;

function withOptions(command: Command): Command {
  return command
    .argument('<name>', 'such as ada or ada@example.com')
    .requiredOption('--db <file>', 'database file')
    .option('--password-stdin', 'read the password from standard input');
}

async function add(name: string, options: AddOptions, root: Root): Promise<void> {
  const role = roleOf(options.role);
  const password = await passwordOf(options);
  await withAccess(options.db, async (store) => {
    if (store.user(userName(name))) {
      throw new UsageError(`There is a user ${name}.`, 'Change the password with `user passwd`.');
    }
    const tenants = options.tenant ?? null;
    const ask = { name, role, tenants, password: password.text, isForOnce: password.isMade };
    const user = orUsageError(await saveUser(ask, store, root.nowMs()));
    const detail = `role=${role}${tenants === null ? '' : ` tenants=${tenants.join(',')}`}`;
    noteByHand(store, { action: 'users', subject: user.name, detail }, root);
    tell(
      `${user.name} is ${role} of ${user.tenants?.join(', ') ?? 'all tenants'}.`,
      password,
      root,
    );
  });
}

async function passwd(name: string, options: AddOptions, root: Root): Promise<void> {
  const password = await passwordOf(options);
  await withAccess(options.db, async (store) => {
    const known = store.user(userName(name));
    if (!known) throw new UsageError(`There is no user ${name}.`, 'See `outcrop user list`.');
    orUsageError(
      await saveUser(
        { ...known, password: password.text, isForOnce: password.isMade },
        store,
        root.nowMs(),
      ),
    );
    noteByHand(store, { action: 'users', subject: known.name, detail: 'password' }, root);
    tell(`${known.name} has another password; its sessions have ended.`, password, root);
  });
}

async function remove(name: string, db: string, root: Root): Promise<void> {
  await withAccess(db, (store) => {
    const removed = orUsageError(removeUser(name, store));
    noteByHand(store, { action: 'users.delete', subject: removed, detail: '' }, root);
    root.writeOut(`${removed} is removed.\n`);
  });
}

interface ListOptions {
  readonly db: string;
  readonly json?: boolean;
}

async function list({ db, json }: ListOptions, root: Root): Promise<void> {
  await withAccess(db, (store) => {
    const users = store.users().map(({ name, role, tenants, createdAtMs }) => {
      return { name, role, tenants, createdAt: isoTime(createdAtMs) };
    });
    if (json) return void root.writeOut(`${JSON.stringify(users)}\n`);
    const rows = users.map((one) => [one.name, one.role, one.tenants?.join(', ') ?? 'all']);
    root.writeOut(`${textTable(['user', 'role', 'tenants'], rows, 3).join('\n')}\n`);
  });
}

function roleOf(text = 'viewer'): Role {
  const role = ROLES.find((one) => one === text);
  if (role) return role;
  throw new UsageError(`There is no role ${text}.`, `Write ${ROLES.join(', ')}.`);
}

interface Password {
  readonly text: string;
  readonly isMade: boolean;
}

async function passwordOf({ passwordStdin }: AddOptions): Promise<Password> {
  if (!passwordStdin) return { text: newSecret().slice(0, GENERATED_CHARS), isMade: true };
  const given = (await textOf(process.stdin)).replace(/\r?\n$/, '');
  return { text: given, isMade: false };
}

function tell(what: string, { text, isMade }: Password, root: Root): void {
  root.writeOut(
    isMade
      ? `${what}\nThe password, told this once and changed at the sign-in: ${text}\n`
      : `${what}\n`,
  );
}
