/** Keeps the pages true: their links lead somewhere, and the paths and scripts they name exist. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { FLOORS, PURE_ROOMS } from './floors.ts';
import { floorRow } from './floor-row.ts';
import { readFiles, ROOT, type ProjectFile } from './sources.ts';

const pages = readFiles(['', 'docs'], ['.md']);

/** Paths that a page may name though no clone has them: what a build or a run writes. */
const WRITTEN_LATER = /^(dist|node_modules|test-output|reports)(\/|$)/;

function problems(find: (page: ProjectFile) => readonly string[]): readonly string[] {
  return pages.flatMap((page) => find(page).map((problem) => `${page.path}: ${problem}`));
}

describe('the pages', () => {
  test('are read at all', () => {
    expect(pages.map((page) => page.path)).toEqual(
      expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/config.md']),
    );
  });

  test('link only to files and headings that exist', () => {
    expect(problems(deadLinks)).toEqual([]);
  });

  test('name only paths that exist', () => {
    expect(problems(deadPaths)).toEqual([]);
  });

  test('name only npm scripts that exist', () => {
    expect(problems(unknownScripts)).toEqual([]);
  });

  test('are all reachable from the README', () => {
    const linked = pages.flatMap((page) => linksOf(page).map(({ file }) => file));
    const alone = pages.filter(({ path: name }) => name !== 'README.md' && !linked.includes(name));
    expect(alone.map(({ path: name }) => name)).toEqual([]);
  });
});

describe('docs/index.md', () => {
  const index = pages.find(({ path: name }) => name === 'docs/index.md');

  test('leads to every page of docs, and to each once', () => {
    const others = pages.map(({ path: name }) => name).filter((name) => isListed(name));
    const linked = index ? linksOf(index).map(({ file }) => file) : [];
    expect(linked.toSorted()).toEqual(others.toSorted());
  });

  test('has the four kinds of page', () => {
    const kinds = index?.text.match(/^## .*$/gm);
    expect(kinds).toEqual(['## Tutorial', '## How to', '## Reference', '## Explanation']);
  });
});

describe('docs/architecture.md', () => {
  const page = pages.find(({ path: name }) => name === 'docs/architecture.md');
  const text = (page?.text ?? '').replaceAll(/ +/g, ' ');

  test.each(FLOORS)('has the row of $room', (floor) => {
    expect(text).toContain(floorRow(floor, PURE_ROOMS));
  });
});

function isListed(name: string): boolean {
  return name.startsWith('docs/') && name !== 'docs/index.md';
}

function linksOf(page: ProjectFile): readonly { readonly file: string; readonly hash: string }[] {
  const targets = [...page.text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  const relative = targets.filter((target) => !/^[a-z]+:/.test(target));
  return relative.map((target) => {
    const [file = '', hash = ''] = target.split('#');
    const folder = path.posix.dirname(page.path);
    return { file: file === '' ? page.path : path.posix.join(folder, file), hash };
  });
}

function deadLinks(page: ProjectFile): readonly string[] {
  return linksOf(page).flatMap(({ file, hash }) => {
    if (!existsSync(path.join(ROOT, file))) return [`no file ${file}`];
    if (hash === '') return [];
    const headings = pages.find(({ path: name }) => name === file)?.text.match(/^#+ .*$/gm) ?? [];
    return headings.map(slugOf).includes(hash) ? [] : [`no heading #${hash} in ${file}`];
  });
}

/** The anchor that GitHub gives a heading. */
function slugOf(heading: string): string {
  const words = heading.replace(/^#+ /, '').toLowerCase();
  return words.replaceAll(/[^\w\s-]/g, '').replaceAll(/\s/g, '-');
}

function deadPaths(page: ProjectFile): readonly string[] {
  const quoted = [...page.text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
  const ours = quoted.filter((name) => /^(server|web|shared|test|docs|\.ci)\/[\w./-]*$/.test(name));
  return ours
    .filter((name) => !WRITTEN_LATER.test(name) && !existsSync(path.join(ROOT, name)))
    .map((name) => `no path ${name}`);
}

function unknownScripts(page: ProjectFile): readonly string[] {
  const known = new Set([...Object.keys(packageJson.scripts), 'ci']); // `ci` is npm's own.
  const named = [...page.text.matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g)].map(([, name]) => {
    return name ?? '';
  });
  return named.filter((name) => !known.has(name)).map((name) => `no script ${name}`);
}
