/** Finds a browser for the tests that need one, and says loudly when there is none. */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { describe, test, TestRunner } from 'vitest';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Flags for a browser in a container: no sandbox of its own, no calls home. */
export const CHROMIUM_FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Looks for Chromium: CHROMIUM_PATH, then the PATH, then what Playwright has downloaded.
 *
 * @returns the path of an executable file, or null when this machine has none.
 * @throws Error when CHROMIUM_PATH is set and names no executable, as a typing error must not skip.
 */
export function findChromium(environment: Environment = process.env): string | null {
  const named = environment['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (isExecutable(named)) return named;
    throw new Error(`CHROMIUM_PATH is ${named}, where no executable file lies.`);
  }
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((part) => part !== '');
  const onPath = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...onPath, chromium.executablePath()].find(isExecutable) ?? null;
}

/**
 * A `describe` whose tests need a browser. Without one they are skipped and their number is
 * printed; under CI=true the group fails instead, so that no green run hides them.
 *
 * @param tests declares the tests; handed the path of the browser.
 */
export function describeInChromium(name: string, tests: (chromiumPath: string) => void): void {
  const chromiumPath = findChromium();
  if (chromiumPath !== null) {
    describe(name, () => tests(chromiumPath));
  } else if (process.env['CI'] === 'true') {
    test(`${name} finds a browser`, () => {
      throw new Error('CI has no Chromium: install it, or set CHROMIUM_PATH.');
    });
  } else {
    describe.skip(name, () => {
      tests('');
      const count = TestRunner.getCurrentSuite().tasks.length;
      console.warn(`SKIPPED ${count} browser tests of "${name}": no Chromium; set CHROMIUM_PATH.`);
    });
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // Missing or not ours to run: either way no browser.
  }
}
