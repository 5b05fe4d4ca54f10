/** Pages of a real browser that note everything which must not happen on them. */
import { AxeBuilder } from '@axe-core/playwright';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

const PICTURES = fileURLToPath(new URL('../../test-output/', import.meta.url));

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** Cookies of somebody who has signed in. */
  readonly signedIn?: SignedIn;
}

export type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>;

export interface WatchedPage {
  readonly page: Page;
  /** Errors of scripts, words on the console, refused and failed requests. */
  readonly faults: readonly string[];
}

/** A page in a profile of its own, closed when the test is over. */
export async function openPage(browser: Browser, options: PageOptions = {}): Promise<WatchedPage> {
  const { width = 1440, height = 900, colorScheme = 'light', signedIn } = options;
  const look = { viewport: { width, height }, colorScheme };
  const known = signedIn ? { storageState: signedIn } : {};
  const context = await browser.newContext({ ...look, ...known });
  onTestFinished(() => context.close());
  return watchedPage(context);
}

/** A page whose profile the caller closes. */
export async function watchedPage(context: BrowserContext): Promise<WatchedPage> {
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS_MAX);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    const isFault = ['error', 'warning'].includes(message.type());
    if (isFault) faults.push(`console: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  await page.exposeFunction('noteViolation', (text: string) => faults.push(`policy: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const note: unknown = Reflect.get(window, 'noteViolation');
      if (typeof note === 'function') note(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  return { page, faults };
}

/** Less than a test may take, so that what was waited for is told. */
const WAIT_MS_MAX = 20_000;

/** Waits until nothing on the page loads any more and all charts are drawn. */
export async function untilShown(page: Page): Promise<void> {
  await page.locator('main h1').waitFor();
  await page.waitForFunction(() => {
    const isLoading = document.querySelector('[aria-busy=true], .skeleton, .is-stale') !== null;
    const canvases = [...document.querySelectorAll('canvas')];
    return !isLoading && canvases.every((canvas) => canvas.width > 0 && canvas.height > 0);
  });
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(SETTLE_MS);
}

/** Chart.js draws in the frame after its data came. */
const SETTLE_MS = 300;

/** How many pixels of a canvas are painted, and in how many different colours. */
export function inkOf(canvas: Locator): Promise<{ painted: number; colours: number }> {
  return canvas.evaluate((element) => {
    const canvas2d = element instanceof HTMLCanvasElement ? element.getContext('2d') : null;
    if (!canvas2d) return { painted: 0, colours: 0 };
    const { data } = canvas2d.getImageData(0, 0, canvas2d.canvas.width, canvas2d.canvas.height);
    const colours = new Set<number>();
    let painted = 0;
    for (let at = 0; at < data.length; at += 4) {
      if ((data[at + 3] ?? 0) === 0) continue;
      painted += 1;
      colours.add(((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0));
    }
    return { painted, colours: colours.size };
  });
}

/**
 * How many level lines of one colour cross a canvas; dashes with gaps count as a line.
 *
 * @param colour as CSS computes it.
 */
export function levelLines(canvas: Locator, colour: string): Promise<number> {
  return canvas.evaluate((element, css) => {
    const canvas2d = element instanceof HTMLCanvasElement ? element.getContext('2d') : null;
    const swatch = document.createElement('canvas').getContext('2d');
    if (!canvas2d || !swatch) return 0;
    swatch.fillStyle = css;
    swatch.fillRect(0, 0, 1, 1);
    const wanted = swatch.getImageData(0, 0, 1, 1).data;
    const { width, height } = canvas2d.canvas;
    const { data } = canvas2d.getImageData(0, 0, width, height);
    const isLine = (y: number): boolean => {
      let count = 0;
      for (let at = y * width * 4; at < (y + 1) * width * 4; at += 4) {
        // A line between two rows of pixels is drawn half through: its tone tells, not its depth.
        const isAlike = [0, 1, 2].every((i) => {
          return Math.abs((data[at + i] ?? 0) - (wanted[i] ?? 0)) < 24;
        });
        if (isAlike && (data[at + 3] ?? 0) > 60) count += 1;
      }
      return count > width / 4;
    };
    let lines = 0;
    for (let y = 1; y < height; y += 1) if (isLine(y) && !isLine(y - 1)) lines += 1;
    return lines;
  }, colour);
}

/** Saves a picture of the whole page for people to look at. */
export async function savePicture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  const before = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  // A window as tall as the page keeps what sticks to its edges where it belongs.
  if (before) await page.setViewportSize({ ...before, height: Math.max(before.height, height) });
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
  if (before) await page.setViewportSize(before);
}

/** Serious and critical findings of axe, as a line each. */
export async function seriousFaults(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}
