/** The commands of AWS on the pages, run by its own command line against moto. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandBlocks } from '../docs/commands-in-pages.ts';
import { blocksOf } from '../house/blocks.ts';
import { ROOT } from '../house/sources.ts';
import { hasMoto, startMoto, type Moto } from './moto.ts';

/** Services whose commands moto cannot take, and why. */
const NOT_HERE = new Map([
  ['cloudformation', 'the stack has a function, which moto runs in Docker'],
  ['pricing', 'moto has no list of prices'],
]);
/** A file that a page names before it shows what is in it. */
const NAMED_FILE = /`(\w+\.json)`:\s*\n|with `(\w+\.json)`:\s*\n/g;

const hasAws = spawnSync('aws', ['--version']).status === 0;
if (!hasAws) process.stderr.write('SKIPPED: test/peer/moto-pages needs the command line of AWS.\n');

const commands = commandBlocks()
  .flatMap((block) => block.commands)
  .filter(({ words }) => words[0] === 'aws' && !NOT_HERE.has(words[1] ?? ''));
const pages = [...new Set(commands.map(({ page }) => page))];

describe.runIf(hasMoto() && hasAws)('the commands of AWS', () => {
  let moto: Moto;
  const place = mkdtempSync(path.join(tmpdir(), 'outcrop-aws-'));

  beforeAll(async () => {
    moto = await startMoto();
  }, 60_000);

  afterAll(() => {
    moto.close();
    rmSync(place, { recursive: true, force: true });
  });

  test.each(pages)(
    'of %s are taken, in their order',
    async (page) => {
      await fetch(`${moto.url}/moto-api/reset`, { method: 'POST' });
      const folder = path.join(place, path.basename(page));
      mkdirSync(folder);
      writeFiles(page, folder);
      const env = {
        ...process.env,
        AWS_ENDPOINT_URL: moto.url,
        AWS_ACCESS_KEY_ID: 'testing',
        AWS_SECRET_ACCESS_KEY: 'testing',
        AWS_DEFAULT_REGION: 'us-east-1',
        AWS_CONFIG_FILE: path.join(folder, 'none'),
        AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'none'),
      };
      const mustTake = (words: readonly string[]): void => {
        const { status, stderr } = spawnSync('aws', words, { cwd: folder, env, encoding: 'utf8' });
        expect([words.join(' '), status, stderr]).toEqual([words.join(' '), 0, '']);
      };
      if (page === 'docs/aws-files.md') mustTake(['s3', 'mb', 's3://acme-bedrock-logs']);
      for (const { words } of commands.filter((one) => one.page === page)) mustTake(words.slice(1));
    },
    120_000,
  );
});

/** The files that a page shows and its commands name; the policy of a bucket is on its own page. */
function writeFiles(page: string, folder: string): void {
  for (const from of ['docs/aws-bucket.md', page]) {
    const text = readFileSync(path.join(ROOT, from), 'utf8');
    for (const match of text.matchAll(NAMED_FILE)) {
      const [json = ''] = blocksOf(text.slice(match.index), 'json');
      writeFileSync(path.join(folder, match[1] ?? match[2] ?? ''), json);
    }
  }
}
