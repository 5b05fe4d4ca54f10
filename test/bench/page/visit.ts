/** A visit of the page in a real browser: how soon figures stand there, and how soon others do. */
import { setTimeout } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { BarePage } from './bare-page.ts';

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
const LOOK_MS = 20;
/** A card that still shows the answer to another question, or none. */
const OLD = '.is-stale, [aria-busy=true]';

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
    const page = await BarePage.open(browser);
    firstMs.push(await firstFigures(page, url));
    await untilTrue(page, `document.querySelector('${OLD}, .skeleton') === null`);
    await setTimeout(READING_MS);
    for (const change of CHANGES) changeMs.push(await changeTo(page, change));
    await page.close();
  }
  return { firstMs, changeMs };
}

async function firstFigures(page: BarePage, url: string): Promise<number> {
  await page.goto(url);
  await untilTrue(page, `document.querySelector('.tile-spend') !== null`);
  // The browser's own clock, which begins with the request for the page.
  return Number(await page.evaluate('performance.now()'));
}

async function untilTrue(page: BarePage, expression: string): Promise<void> {
  const endMs = performance.now() + TURNS_MS_MAX;
  while ((await page.evaluate(expression)) !== true) {
    if (performance.now() > endMs) throw new Error(`Never true of the page: ${expression}`);
    await setTimeout(LOOK_MS);
  }
}

/** Goes on in place, as a click does, and waits until no card shows an earlier answer. */
async function changeTo(page: BarePage, change: Readonly<Record<string, string>>): Promise<number> {
  const address = `/?${String(new URLSearchParams(change))}`;
  return Number(await page.evaluate(CHANGE.replace('ADDRESS', JSON.stringify(address))));
}

const CHANGE = `new Promise((resolve) => {
  const startMs = performance.now();
  history.pushState(null, '', ADDRESS);
  dispatchEvent(new PopStateEvent('popstate'));
  let seenOld = false;
  const look = () => {
    const old = document.querySelector('${OLD}') !== null;
    seenOld ||= old;
    // What was asked may not have been marked in the first frame.
    const isDone = !old && (seenOld || performance.now() - startMs > 100);
    if (isDone) resolve(performance.now() - startMs);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})`;

/** The value that a share of them does not exceed. @param share 0 to 1. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
