/** Checks where the browser is looked for. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findChromium } from './chromium-path.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'outcrop-chromium-'));
const browser = path.join(folder, 'google-chrome');
writeFileSync(browser, '');
chmodSync(browser, 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

describe('findChromium', () => {
  test('takes the file that CHROMIUM_PATH names', () => {
    expect(findChromium({ CHROMIUM_PATH: browser, PATH: '' })).toBe(browser);
  });

  test('looks through the PATH under the names of all browsers', () => {
    expect(findChromium({ PATH: `${path.join(folder, 'none')}:${folder}` })).toBe(browser);
  });

  test('refuses a CHROMIUM_PATH where nothing lies', () => {
    expect(() => findChromium({ CHROMIUM_PATH: path.join(folder, 'none') })).toThrow(/no exec/);
  });
});
