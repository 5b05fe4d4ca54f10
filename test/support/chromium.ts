/** Finds a browser for the tests that need one, and says loudly when there is none. */
import { describe, test, TestRunner } from 'vitest';
import { findChromium } from './chromium-path.ts';

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
