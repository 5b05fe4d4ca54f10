/** P4: encrypted backups as people make and restore them, and every way that is refused. */
import {
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { backupEncrypted } from '../../server/store/sqlite/backup.ts';
import { openSqliteStore } from '../../server/store/sqlite/sqlite-store.ts';
import { batch, metered, requestId, T0_MS } from '../support/metered.ts';
import { createFolder, runCommand, type Folder } from './run-command.ts';

const rowsFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) =>
    metered({
      invocation: { requestId: requestId(first + index), timestampMs: T0_MS + first + index },
      attribution: { tenant: 'CANARY-tenant' },
    }),
  );

let folder: Folder;
let db: string;
let place: string;
let copy: string;
let keyFile: string;
let recipient: string;

beforeEach(async () => {
  folder = createFolder();
  db = folder.database(rowsFrom(0, 50));
  place = path.dirname(db);
  copy = path.join(place, 'copy.db.age');
  [keyFile, recipient] = await makeKey('backup.key');
});

afterEach(() => folder.remove());

async function makeKey(name: string): Promise<[file: string, recipient: string]> {
  const file = path.join(place, name);
  const { out } = await runCommand('backup-key', '--out', file, '--json');
  return [file, JSON.parse(out).recipient];
}

const backup = (...more: readonly string[]) =>
  runCommand('backup', '--db', db, '--out', copy, '--encrypt-to', recipient, ...more);
const restore = (...more: readonly string[]) =>
  runCommand('restore', copy, '--db', db, '--force', ...more);

/** Calls that a database counts, as `outcrop query` says. */
async function countIn(file: string): Promise<number> {
  const range = ['--from', '2020-01-01', '--to', '2035-01-01'];
  const { out } = await runCommand('query', 'invocations', '--db', file, '--json', ...range);
  return JSON.parse(out).rows[0].values.invocations;
}

/** Adds calls that no backup has. */
function addCalls(): void {
  const store = openSqliteStore({ path: db, promotedTags: [] });
  store.ingest(batch(rowsFrom(900, 7)));
  store.close();
}

function flipAt(file: string, at: number): void {
  const flipped = (readFileSync(file)[at] ?? 0) ^ 1;
  writeSync(openSync(file, 'r+'), Buffer.from([flipped]), 0, 1, at);
}

describe('P4: outcrop backup --encrypt-to', () => {
  test('writes a copy that tells nothing, and comes back with its key', async () => {
    const { exitCode, out } = await backup();
    expect(exitCode).toBe(0);
    expect(out).toMatch(/copy\.db\.age: \d+ bytes, found sound, encrypted to 1 key\.\n$/);
    expect(readFileSync(db).includes('CANARY-tenant')).toBe(true);
    expect(readFileSync(copy).includes('CANARY-tenant')).toBe(false);
    addCalls();
    expect((await restore('--identity', keyFile)).exitCode).toBe(0);
    expect([await countIn(db), await countIn(`${db}.replaced`)]).toEqual([50, 57]);
  });

  test('leaves nothing beside the copy and its digest, and nothing plain', async () => {
    const before = readdirSync(place);
    await backup();
    const made = readdirSync(place).filter((name) => !before.includes(name));
    const ofSqlite = ['outcrop.db-shm', 'outcrop.db-wal'];
    expect(made.filter((name) => !ofSqlite.includes(name))).toEqual([
      'copy.db.age',
      'copy.db.age.sha256',
      'outcrop.db.backup.lock',
    ]);
  });

  test('takes several keys, also from a file, and each of them reads the copy', async () => {
    const [secondFile, second] = await makeKey('second.key');
    const [, third] = await makeKey('third.key');
    const list = folder.file('recipients.txt', `# who restores\n${second}\n\n  ${third}\r\n`);
    const { out } = await backup(`@${list}`, '--json');
    expect(JSON.parse(out).recipients).toEqual([recipient, second, third]);
    for (const file of [keyFile, secondFile]) {
      expect((await restore('--identity', file)).exitCode).toBe(0);
    }
  });

  test('names copies in a folder after their time, and keeps the newest of both kinds', async () => {
    copy = path.join(place, 'backups');
    mkdirSync(copy);
    for (const name of ['20240101T000000Z.db', '20240102T000000Z.db.age', '20240103T000000Z.db']) {
      writeFileSync(path.join(copy, `outcrop-${name}`), '');
    }
    const { out } = await backup('--keep', '2');
    expect(out).toContain('Removed outcrop-20240101T000000Z.db.\nRemoved outcrop-20240102');
    const left = readdirSync(copy).filter((name) => !name.endsWith('.sha256'));
    expect(left).toHaveLength(2);
    expect(left[1]).toMatch(/^outcrop-\d{8}T\d{6}Z\.db\.age$/);
  });

  test('keeps a second one away while it writes', async () => {
    let second: Promise<unknown> | undefined;
    await backupEncrypted(db, copy, {
      recipients: [recipient],
      onPages: () => undefined,
      onBytes: () => {
        second ??= backup().then(({ error }) => error);
      },
    });
    expect(await second).toContain('Another encrypted backup');
    expect((await backup()).exitCode).toBe(0);
  });

  test('goes on after one that was killed', async () => {
    writeFileSync(`${db}.backup`, 'half a copy that is not encrypted');
    writeFileSync(`${copy}.part`, 'half of one that is');
    expect((await backup()).exitCode).toBe(0);
    expect([existsSync(`${db}.backup`), existsSync(`${copy}.part`)]).toEqual([false, false]);
  });

  test('leaves the older copy as it is when it fails', async () => {
    await backup();
    const before = readFileSync(copy);
    writeSync(openSync(db, 'r+'), Buffer.alloc(9_000, 0xa5), 0, 9_000, 8_192);
    const { exitCode, error } = await backup();
    expect(exitCode).toBe(1);
    expect(error).toMatch(/damaged/);
    expect(readFileSync(copy).equals(before)).toBe(true);
    expect(existsSync(`${db}.backup`)).toBe(false);
  });

  test.each([
    ['what is no key', () => 'age1nonsense', /age1nonsense is no public key/],
    ['a key of ssh', () => 'ssh-ed25519', /is no public key of age/],
    ['a file that is not there', () => '@/nowhere', /There is no key file \/nowhere/],
    ['a file without keys', () => `@${folder.file('none', '# none\n')}`, /No public key stands in/],
    ['a folder that is not there', () => recipient, /There is no folder/],
  ])('refuses %s', async (name, key, message) => {
    const out = name.startsWith('a folder') ? path.join(place, 'no', 'copy.age') : copy;
    const result = await runCommand('backup', '--db', db, '--out', out, '--encrypt-to', key());
    expect(result.error).toMatch(message);
    expect([result.exitCode, existsSync(out)]).toEqual([2, false]);
  });

  test('refuses a secret key without repeating it', async () => {
    const [secret = ''] = /AGE-SECRET-KEY-\S+/.exec(readFileSync(keyFile, 'utf8')) ?? [];
    const named = ['--out', copy, '--encrypt-to', secret];
    const { exitCode, error } = await runCommand('backup', '--db', db, ...named);
    expect([exitCode, existsSync(copy)]).toEqual([2, false]);
    expect(error).toContain('was given a secret key');
    expect(error).not.toContain(secret);
  });
});

describe('P4: outcrop restore of an encrypted backup', () => {
  beforeEach(async () => {
    await backup();
    addCalls();
  });

  afterEach(async () => {
    expect(await countIn(db)).toBe(57); // Each of these refuses, and changes nothing.
    expect(readdirSync(place).filter((name) => /part|replaced/.test(name))).toEqual([]);
  });

  test('refuses another key, and says so', async () => {
    const [otherFile] = await makeKey('other.key');
    const { exitCode, error } = await restore('--identity', otherFile);
    expect(exitCode).toBe(1);
    expect(error).toMatch(/is encrypted to another key\. \(wrongKey\)/);
  });

  test('names the option where no key is given', async () => {
    const { exitCode, error } = await restore();
    expect(exitCode).toBe(2);
    expect(error).toMatch(/is encrypted\.\n {2}.*--identity/);
  });

  test.each([
    ['cut', (file: string) => truncateSync(file, Math.floor(statSync(file).size / 2))],
    ['cut by a byte', (file: string) => truncateSync(file, statSync(file).size - 1)],
    ['changed by a bit', (file: string) => flipAt(file, Math.floor(statSync(file).size / 2))],
  ])('refuses one that was %s, by its digest and without', async (_name, spoil) => {
    spoil(copy);
    const byDigest = await restore('--identity', keyFile);
    expect([byDigest.exitCode, byDigest.error]).toEqual([2, expect.stringMatching(/\.sha256/)]);
    renameSync(`${copy}.sha256`, `${copy}.kept`);
    const { exitCode, error } = await restore('--identity', keyFile);
    expect(exitCode).toBe(1);
    expect(error).toMatch(/copy\.db\.age is damaged\. \(corrupt\)/);
  });

  test.each([
    ['is not there', () => '/nowhere', /no key file/],
    ['holds the public key', () => folder.file('wrong', `${recipient}\n`), /no secret key/],
    ['is empty', () => folder.file('wrong', ''), /no secret key/],
    ['has a passphrase', () => folder.file('wrong', 'age-encryption.org/v1\n-> scrypt'), /passph/],
  ])('refuses a key file that %s', async (_name, file, message) => {
    const { exitCode, error } = await restore('--identity', file());
    expect(exitCode).toBe(2);
    expect(error).toMatch(message);
  });

  test('refuses one that was encrypted as text, and names the way', async () => {
    writeFileSync(copy, '-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n');
    const { exitCode, error } = await restore('--identity', keyFile);
    expect([exitCode, error]).toEqual([2, expect.stringContaining('age --decrypt')]);
  });

  test('refuses a key for a backup that is not encrypted: it may not be the right one', async () => {
    const plain = path.join(place, 'plain.db');
    await runCommand('backup', '--db', db, '--out', plain);
    const named = ['--db', db, '--force', '--identity', keyFile];
    const { exitCode, error } = await runCommand('restore', plain, ...named);
    expect([exitCode, error]).toEqual([2, expect.stringContaining('is not encrypted')]);
  });
});

describe('P4: outcrop verify of an encrypted backup', () => {
  test('compares its sums, with its key alone', async () => {
    await backup();
    const verify = (...more: readonly string[]) => runCommand('verify', '--db', copy, ...more);
    const { exitCode, out } = await verify('--identity', keyFile);
    expect([exitCode, out]).toEqual([0, expect.stringContaining('50 invocations')]);
    expect((await verify()).error).toContain('--identity');
  });
});

describe('outcrop backup-key', () => {
  test('writes the file of age-keygen for its owner alone, and prints the public key', () => {
    const [created, comment, secret, end] = readFileSync(keyFile, 'utf8').split('\n');
    expect(created).toMatch(/^# created: \d{4}-/);
    expect(comment).toBe(`# public key: ${recipient}`);
    expect(secret).toMatch(/^AGE-SECRET-KEY-1[0-9A-Z]{58}$/);
    expect(end).toBe('');
    expect((statSync(keyFile).mode & 0o777).toString(8)).toBe('600');
  });

  test('overwrites no file, and tells the secret key to nobody', async () => {
    const before = readFileSync(keyFile, 'utf8');
    const { exitCode, error } = await runCommand('backup-key', '--out', keyFile);
    expect([exitCode, error]).toEqual([2, expect.stringContaining('already')]);
    expect(readFileSync(keyFile, 'utf8')).toBe(before);
    const { out } = await runCommand('backup-key', '--out', path.join(place, 'new.key'));
    expect(out).toMatch(/^Public key: age1\w+\n$/);
  });
});
