/** Every known way to fail has a test that names it. */
import { expect, test } from 'vitest';
import { unprovedRows } from './proved-rows.ts';
import { readFiles } from './sources.ts';

const OWN = /house\/proved-rows/;
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;

test('each known way to fail has a test with its id in the name', () => {
  const tests = readFiles(['test'], ['.test.ts']).filter(({ path }) => !OWN.test(path));
  expect(unprovedRows(tests.map(({ text }) => text.replace(COMMENT, '')))).toEqual([]);
});

test('an id without a test is told', () => {
  const texts = ["test('T-CWL-01: pages'", "test('reads (S3-02)'", "test('T-CWL-022: none'"];
  expect(unprovedRows(texts)).not.toContain('CWL-01');
  expect(unprovedRows(texts)).not.toContain('S3-02');
  expect(unprovedRows(texts)).toContain('CWL-02');
});
