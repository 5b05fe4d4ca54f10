/** A visit of the page in a real browser: how soon figures stand there, and how soon others do. */
import type { Browser, Page } from 'playwright-core';

/** Times in ms, in the order in which they were measured. */
export interface Visit {
  /** From the address to the first figures, each in a profile without a cache. */
  readonly firstMs: readonly number[];
  /** From a change of filter or range to the figures of it. */
  readonly changeMs: readonly number[];
}

const TURNS_MS_MAX = 30_000;
/** Nobody changes a page sooner than this after it stands there. */
const READING_MS = 300;

/**
 * Questions that a reader moves between: ranges and filters, so that no two in a row are alike. The
 * tenants are one of the demo and one of the month that the bench of questions makes up.
 */
const CHANGES = [
  { from: 'now-24h' },
  { from: 'now-24h', filter: 'tenant=acme,tenant-03' },
  { from: 'now-7d', filter: 'tenant=acme,tenant-03' },
  { from: 'now-7d', filter: 'status=success' },
  { from: 'now-6h' },
  { from: 'now-7d' },
] as const;

/**
 * Measures in a browser that is open.
 *
 * @param url of a running server.
 * @param turns visits, and rounds of changes.
 */
export async function visit(browser: Browser, url: string, turns: number): Promise<Visit> {
  const firstMs: number[] = [];
  const changeMs: number[] = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    // What runs the bench wraps functions in this, which the browser does not know.
    await context.addInitScript('globalThis.__name = (value) => value');
    const page = await context.newPage();
    firstMs.push(await firstFigures(page, url));
    await settled(page);
    for (const change of CHANGES) changeMs.push(await changeTo(page, change));
    await context.close();
  }
  return { firstMs, changeMs };
}

async function firstFigures(page: Page, url: string): Promise<number> {
  await page.goto(url, { waitUntil: 'commit' });
  await page.waitForSelector('.tile-spend', { timeout: TURNS_MS_MAX });
  // The browser's own clock, which begins with the request for the page.
  return page.evaluate(() => performance.now());
}

/** All cards stand there: a reader changes what has been read. */
async function settled(page: Page): Promise<void> {
  const isSettled = (): boolean =>
    document.querySelector('.is-stale, [aria-busy=true], .skeleton') === null;
  await page.waitForFunction(isSettled, null, { timeout: TURNS_MS_MAX });
  await page.waitForTimeout(READING_MS);
}

/** Goes on in place, as a click does, and waits until no card shows an earlier answer. */
function changeTo(page: Page, change: Readonly<Record<string, string>>): Promise<number> {
  return page.evaluate((parameters) => {
    const isOld = (): boolean => document.querySelector('.is-stale, [aria-busy=true]') !== null;
    const startMs = performance.now();
    history.pushState(null, '', `/?${new URLSearchParams(parameters)}`);
    dispatchEvent(new PopStateEvent('popstate'));
    return new Promise<number>((resolve) => {
      let seenOld = false;
      const look = (): void => {
        const old = isOld();
        seenOld ||= old;
        // Two frames without any old card: what was asked may not have been marked in the first.
        const isDone = !old && (seenOld || performance.now() - startMs > 100);
        if (isDone) resolve(performance.now() - startMs);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
  }, change);
}

/** The value that a share of them does not exceed. @param share 0 to 1. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
