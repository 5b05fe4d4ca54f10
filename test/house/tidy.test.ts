/** Keeps the house tidy: words, openings, lengths and titles, over every file of the project. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFiles, ROOT } from './sources.ts';
import {
  bannedWords,
  longFile,
  longLines,
  machinePaths,
  missingOpening,
  wrongTitle,
} from './tidy-rules.ts';

const source = readFiles(['server', 'web', 'shared'], ['.ts', '.tsx']);
const tests = readFiles(['test'], ['.ts', '.tsx']);
const styles = readFiles(['web'], ['.css', '.html']);
const pages = readFiles(['', 'docs', '.github'], ['.md']);
const settings = readFiles(['', '.ci'], ['.json', '.ts', '.yaml', '.yml', 'run']);
const code = [...source, ...tests, ...readFiles([''], ['.ts'])];

describe('every file', () => {
  test('is read at all', () => {
    expect(source.length).toBeGreaterThan(50);
    expect(tests.length).toBeGreaterThan(20);
    expect(pages.map((page) => page.path)).toContain('README.md');
  });

  test('uses our own words', () => {
    expect(code.flatMap(bannedWords)).toEqual([]);
  });

  test('opens with a sentence on what it is for', () => {
    expect(code.flatMap(missingOpening)).toEqual([]);
  });

  test('keeps to 100 columns', () => {
    expect([...code, ...styles].flatMap(longLines)).toEqual([]);
  });

  test('has at most 300 lines', () => {
    expect([...code, ...styles].flatMap(longFile)).toEqual([]);
  });

  test('names no path of one machine', () => {
    const all = [...code, ...styles, ...pages, ...settings];
    expect(
      all.filter(({ path: name }) => name !== 'package-lock.json').flatMap(machinePaths),
    ).toEqual([]);
  });
});

describe('every page of markdown', () => {
  test('has one title, first', () => {
    expect(pages.flatMap(wrongTitle)).toEqual([]);
  });
});

describe('every test', () => {
  const HOUSES_OF_TESTS = /^test\/(house|support|suite|e2e|peer|sim|bench|[a-z]+\/fixtures)\//;

  test('stands in the folder of what it tests', () => {
    const strays = tests.filter(({ path: name }) => {
      if (HOUSES_OF_TESTS.test(name)) return false;
      const folder = path.posix.dirname(name.slice('test/'.length));
      const homes = [folder, `server/${folder}`, `web/${folder}`];
      return !homes.some((home) => existsSync(path.join(ROOT, home)));
    });
    expect(strays.map(({ path: name }) => name)).toEqual([]);
  });

  test('makes its claim without "should"', () => {
    const shy = tests.filter(({ text }) => /\btest(\.\w+)?\(\s*['"`][^'"`]*\bshould\b/.test(text));
    expect(shy.map(({ path: name }) => name)).toEqual([]);
  });
});

describe('the rules', () => {
  const offending = [
    { name: 'a cast to any', rule: bannedWords, text: 'const a = b as ' + 'any;' },
    { name: 'a note without an issue', rule: bannedWords, text: '// TO' + 'DO later' },
    { name: 'the other word for alarm', rule: bannedWords, text: 'const al' + 'ertRule = 1;' },
    { name: 'no opening', rule: missingOpening, text: "import a from 'a';" },
    { name: 'an opening that is no sentence', rule: missingOpening, text: '/** helpers */' },
    { name: 'a line of 101 columns', rule: longLines, text: 'a'.repeat(101) },
    { name: 'a file of 301 lines', rule: longFile, text: '\n'.repeat(301) },
    { name: 'two titles', rule: wrongTitle, text: '# One\n\n# Two\n' },
    { name: 'a machine path', rule: machinePaths, text: "open('/ro" + "ot/x')" },
  ];

  test.each(offending)('catch $name', ({ rule, text }) => {
    expect(rule({ path: 'server/a.ts', text })).toHaveLength(1);
  });

  const passing = [
    { name: 'a note with an issue', rule: bannedWords, text: '// TO' + 'DO(#12): later.' },
    { name: 'the ARIA role', rule: bannedWords, text: '<p role="al' + 'ert">' },
    { name: 'an opening over two lines', rule: missingOpening, text: '/** One\n * thing. */' },
    { name: 'a title in a code block', rule: wrongTitle, text: '# One\n\n```sh\n# two\n```\n' },
  ];

  test.each(passing)('let $name pass', ({ rule, text }) => {
    expect(rule({ path: 'server/a.ts', text })).toEqual([]);
  });
});
