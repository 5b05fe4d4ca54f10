/** Holds docs/errors.md and the code to the same codes; `npm run docs` writes the page anew. */
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { CODE_LISTS, renderErrors } from './errors-page.ts';
import { readFiles, ROOT } from './sources.ts';

const PAGE = path.join(ROOT, 'docs/errors.md');
const SOURCES = readFiles(['server', 'shared'], ['.ts']).filter(
  ({ path: name }) => !name.startsWith('server/demo/'), // It plays AWS, with the codes of AWS.
);
const KNOWN = new Set(CODE_LISTS.flatMap(({ codes }) => Object.keys(codes)));

/** Types that are the keys of a list of the page, or made of such. */
const LISTED_TYPES = new Set([
  'ApiErrorCode',
  'ObjectProblemCode',
  'OutcropErrorCode',
  'SignInFault',
  'SourceErrorCode',
  'SourceFailureCode',
  'StoreErrorCode',
]);

describe('docs/errors.md', () => {
  test('is what the lists render to: if not, run `npm run docs`', async () => {
    const options = await resolveConfig(PAGE);
    const page = await format(renderErrors(), { ...options, parser: 'markdown' });
    await expect(page).toMatchFileSnapshot(PAGE);
  });

  test('has every code that is thrown by name', () => {
    const thrown = SOURCES.flatMap(({ text }) => {
      return [...text.matchAll(/new \w+(?:Error|Problem)\(\s*'(\w+)',/g)].map(([, code]) => code);
    });
    expect(thrown.length).toBeGreaterThan(50);
    expect(thrown.filter((code) => code === undefined || !KNOWN.has(code))).toEqual([]);
  });

  test('has the codes of every class of errors that carries one', () => {
    const classes = SOURCES.flatMap(({ path: name, text }) => {
      const found = text.matchAll(/class (\w+) extends Error \{[^}]*?readonly code\W+([^;]+);/g);
      return [...found].map(([, title, type = '']) => ({ error: `${name} ${title}`, type }));
    });
    expect(classes.length).toBeGreaterThan(5);
    expect(classes.filter(({ type }) => !LISTED_TYPES.has(type))).toEqual([]);
  });

  test.each(CODE_LISTS)('tells under "$title" only of codes that something gives', (list) => {
    const others = SOURCES.filter(({ path: name }) => name !== list.file);
    const unused = Object.keys(list.codes).filter((code) => {
      const given = new RegExp(`'${code}'|EXIT\\.${code}\\b`);
      return !others.some(({ text }) => given.test(text));
    });
    expect(unused).toEqual([]);
  });

  test.each(CODE_LISTS)('says each meaning and mend under "$title" in a line', ({ codes }) => {
    const texts = Object.values(codes).flatMap(({ meaning, mend }) => [meaning, mend]);
    expect(texts.filter((text) => !/^[A-Z`].*\.$/.test(text) || text.length > 110)).toEqual([]);
  });
});
