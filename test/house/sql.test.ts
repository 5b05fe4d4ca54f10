/** Holds the store to its face: no other room writes SQL, and no other opens the database. */
import { expect, test } from 'vitest';
import { readFiles } from './sources.ts';

/** Statements of SQL; the words alone stand in prose too. */
const STATEMENTS = [
  /\bSELECT\b[^;]{1,200}?\bFROM\b/,
  /\bINSERT (OR \w+ )?INTO\b/,
  /\bUPDATE \w+ SET\b/,
  /\bDELETE FROM\b/,
  /\bCREATE (TABLE|INDEX)\b/,
  /\bPRAGMA \w+/,
];
const hasSql = (text: string): boolean => STATEMENTS.some((statement) => statement.test(text));

const files = readFiles(['server', 'shared', 'web'], ['.ts', '.tsx']);
const isStore = (path: string): boolean => path.startsWith('server/store/sqlite/');

test('only the embedded store writes SQL', () => {
  const others = files.filter(({ path, text }) => !isStore(path) && hasSql(text));
  expect(others.map(({ path }) => path)).toEqual([]);
  const own = files.filter(({ path, text }) => isStore(path) && hasSql(text));
  expect(own.length).toBeGreaterThan(5);
});

test('the face of the store names no table and no engine', () => {
  const face = files.find(({ path }) => path === 'server/store/store.ts');
  expect(face?.text).not.toMatch(/sqlite|rollup_\w+/i);
  expect(hasSql(face?.text ?? '')).toBe(false);
});
