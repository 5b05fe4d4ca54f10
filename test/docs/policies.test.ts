/** The pages on set-ups of AWS: each policy they show is the one that the verb prints. */
import { afterAll, describe, expect, test } from 'vitest';
import { createFolder, runCommand } from '../cli/run-command.ts';
import { blocksOf } from '../house/blocks.ts';
import { readFiles } from '../house/sources.ts';

const SETUPS = [
  'docs/aws-accounts.md',
  'docs/aws-bill.md',
  'docs/aws-bucket.md',
  'docs/aws-log-group.md',
];
const COMMAND = /^ *outcrop iam-policy (--config outcrop\.yaml.*)$/gm;

const pages = readFiles(['docs'], ['.md']).filter(({ path: name }) => name.startsWith('docs/aws-'));
const folder = createFolder();
afterAll(() => folder.remove());

interface Shown {
  readonly page: string;
  readonly config: string;
  readonly options: readonly string[];
  /** All JSON that follows, up to the next set-up of the page. */
  readonly blocks: readonly string[];
}

/** Each place of a page that prints policies, with the config that stands before it. */
const shown = pages.flatMap(({ path: page, text }): Shown[] => {
  const found = [...text.matchAll(COMMAND)];
  return found.map((match, index) => ({
    page,
    config: blocksOf(text.slice(0, match.index), 'yaml').at(-1) ?? '',
    options: (match[1] ?? '').split(' ').slice(2),
    blocks: blocksOf(text.slice(match.index, found[index + 1]?.index), 'json'),
  }));
});

describe('the pages on set-ups of AWS', () => {
  test('show a policy each, but for the one that needs none', () => {
    expect([...new Set(shown.map(({ page }) => page))]).toEqual(SETUPS);
    expect(pages.map(({ path: name }) => name)).toEqual(
      [...SETUPS, 'docs/aws-files.md'].toSorted(),
    );
  });

  test.each(shown.map((one) => [one.page, one.options.join(' '), one] as const))(
    'of %s show what `outcrop iam-policy %s` prints',
    async (_, __, { config, options, blocks }) => {
      const file = folder.file('outcrop.yaml', config);
      const { out, error } = await runCommand('iam-policy', '--config', file, ...options, '--json');
      expect(error).toBe('');
      // The guarantee: this is the array of documents that --json promises.
      const documents = JSON.parse(out) as { readonly policy: unknown }[];
      expect(blocks.map((block): unknown => JSON.parse(block))).toEqual(
        documents.map(({ policy }) => policy),
      );
    },
  );

  test('show no JSON that AWS could not read', () => {
    const blocks = pages.flatMap(({ text }) => blocksOf(text, 'json'));
    expect(blocks.length).toBeGreaterThan(10);
    for (const block of blocks) expect(JSON.parse(block)).toBeTypeOf('object');
  });
});
