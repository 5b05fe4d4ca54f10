/** Every question that the page asks, as its views ask it of a server in a real browser. */
import type { Browser } from 'playwright-core';
import { VIEWS, VIEW_ENTRIES } from '../../../web/state/views.ts';
import { scopeAt, shapeOf } from '../query/asked.ts';

const RANGE = { from: 'now-7d', timeZone: 'UTC' } as const;
const SETTLED_MS = 1_500;
const LOADED_MS_MAX = 60_000;
/** Asked by the page for itself, of things that do not grow with calls. */
const OTHER_ROUTES = /\/(live|doctor|settings|views|openapi\.json)/;

/** What a reader changes in a view that groups, or that filters. */
const BY_GROUP = ['groupBy=tenant', 'groupBy=model', 'groupBy=principal', 'groupBy=tag.feature'];
const BY_FILTER = ['', 'filter=tenant%3Dtenant-03', 'filter=tag.feature%3Dfeature-03'];
/** Choices that single views know. */
const CHOICES: Partial<Record<string, readonly string[]>> = {
  overview: ['compare=week', 'filter=status%3Dsuccess'],
  spend: [
    'metric=latencyP99',
    'metric=cacheSavings&groupBy=model',
    'metric=contractedCost',
    'look=table',
    'set=tier%3Dbatch',
  ],
  invocations: ['order=cost', 'order=latency', 'order=tokens', 'filter=status%3Dthrottled'],
};

/** Shapes of all questions, sorted. @param url of a server over a month. */
export async function recordQuestions(browser: Browser, url: string): Promise<readonly string[]> {
  const found = new Set<string>();
  const scope = scopeAt(RANGE);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  page.on('request', (request) => {
    const address = request.url();
    const isAsked = address.includes('/api/v1/') && request.method() === 'GET';
    if (isAsked && !OTHER_ROUTES.test(address)) found.add(shapeOf(address, scope));
  });
  for (const view of VIEWS) {
    const { bar } = VIEW_ENTRIES[view];
    const groups = bar === 'groups' ? BY_GROUP : [];
    const filters = bar === 'groups' || bar === 'filter' ? BY_FILTER : [''];
    for (const choice of new Set([...filters, ...groups, ...(CHOICES[view] ?? [])])) {
      await page.goto(`${url}/?view=${view}&from=${RANGE.from}&${choice}`);
      await page.locator('main h1').waitFor({ timeout: LOADED_MS_MAX });
      await page.waitForFunction(
        () => document.querySelector('[aria-busy=true], .skeleton, .is-stale') === null,
        null,
        { timeout: LOADED_MS_MAX },
      );
      await page.waitForTimeout(SETTLED_MS);
    }
  }
  await context.close();
  return [...found].sort();
}
