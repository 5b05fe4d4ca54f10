/** Where a browser is, and how it is started; for tests and for benches. */
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';

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

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // Missing or not ours to run: either way no browser.
  }
}
