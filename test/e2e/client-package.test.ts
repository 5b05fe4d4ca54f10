/** The client as others have it: packed, installed, compiled against, and run by its own page. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../house/sources.ts';
import { DEMO_MS_MAX, sharedDemo, temporaryFolder } from './outcrop.ts';

const run = promisify(execFile);
const folder = temporaryFolder();
const page = readFileSync(path.join(ROOT, 'docs/client.md'), 'utf8');
const examples = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text = '']) => text);
const TSC = path.join(ROOT, 'node_modules/typescript/bin/tsc');
const OPTIONS = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];

/** Compiles one file of the folder. @returns what the compiler says; '' when all is well */
async function compile(name: string): Promise<string> {
  const args = [TSC, ...OPTIONS, '--skipLibCheck', 'false', name];
  const { stdout } = await run(process.execPath, args, { cwd: folder }).catch((error) => error);
  return stdout;
}

let url: string;

beforeAll(async () => {
  ({ url } = await sharedDemo());
  const pack = ['pack', '--ignore-scripts', '--pack-destination', folder, '--json'];
  const { stdout } = await run('npm', pack, { cwd: ROOT });
  // The guarantee: npm pack prints what it packed.
  const [packed] = JSON.parse(stdout) as readonly { readonly filename: string }[];
  const modules = path.join(folder, 'node_modules');
  const outcrop = path.join(modules, 'outcrop');
  mkdirSync(path.join(modules, '@types'), { recursive: true });
  mkdirSync(outcrop);
  symlinkSync(path.join(ROOT, 'node_modules/@types/node'), path.join(modules, '@types/node'));
  symlinkSync(path.join(ROOT, 'node_modules/undici-types'), path.join(modules, 'undici-types'));
  symlinkSync(path.join(ROOT, 'node_modules/better-sqlite3'), path.join(modules, 'better-sqlite3'));
  const file = path.join(folder, packed?.filename ?? '');
  await run('tar', ['-xzf', file, '-C', outcrop, '--strip-components=1']);
  writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
}, DEMO_MS_MAX);

describe('outcrop/client of the packed package', () => {
  test('is found with its types, which catch a metric that is none', async () => {
    const text = (metric: string): string =>
      [
        "import { outcropClient, type AnswerOf } from 'outcrop/client';",
        "const client = outcropClient({ url: '' });",
        `const answer: Promise<AnswerOf<'getQuery'>> = client.getQuery({ metric: ['${metric}'] });`,
        'export const rows = (await answer).rows.length;',
        '',
      ].join('\n');
    writeFileSync(path.join(folder, 'right.ts'), text('cost'));
    writeFileSync(path.join(folder, 'wrong.ts'), text('costs'));
    expect(await compile('right.ts')).toBe('');
    expect(await compile('wrong.ts')).toContain('wrong.ts(3,');
  });

  test('needs no other package', () => {
    const client = path.join(folder, 'node_modules/outcrop/dist/client/outcrop-client.js');
    expect(readFileSync(client, 'utf8')).not.toMatch(/from '[^.]/);
  });

  test('runs every example of its page', async () => {
    expect(examples.length).toBeGreaterThanOrEqual(4);
    for (const [index, example] of examples.entries()) {
      const name = `example-${index}`;
      const text = example.replaceAll('http://127.0.0.1:4680', url);
      writeFileSync(path.join(folder, `${name}.ts`), text);
      expect([example, await compile(`${name}.ts`)]).toEqual([example, '']);
      const { stdout } = await run(process.execPath, [`${name}.js`], { cwd: folder });
      expect([example, stdout]).toEqual([example, expect.stringMatching(SAYS[index] ?? /^$/)]);
    }
  });
});

test('the command of the packed package needs SQLite beside it and nothing else', async () => {
  const main = path.join(folder, 'node_modules/outcrop/dist/server/main.js');
  const ask = (...args: readonly string[]) => run(process.execPath, [main, ...args]);
  expect((await ask('--help')).stdout).toContain('Usage: outcrop');
  const { stdout } = await ask('demo', '--once', '--days', '1');
  expect(JSON.parse(stdout)).toMatchObject({ days: 1, failedSources: [] });
});

/** What each example prints first, in the order of the page. */
const SAYS = [/^acme \d+\.\d+ \d+$/m, /^\d{2,3} calls$/m, /^sources at 20/m, /^400 badWindow /m];
