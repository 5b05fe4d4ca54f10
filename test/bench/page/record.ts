/** Every question that the page asks, as its views ask it of a server in a real browser. */
import type { Browser, Page } from 'playwright-core';
import { API } from '../../../shared/contract.ts';
import { VIEWS, VIEW_ENTRIES, type View } from '../../../web/state/views.ts';
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

/** A view as somebody opens it, and what it then asks, in the order of asking. */
export interface SeenView {
  readonly view: string;
  readonly shapes: readonly string[];
}

/** Shapes of all questions, sorted. @param url of a server over a month. */
export async function recordQuestions(browser: Browser, url: string): Promise<readonly string[]> {
  const found = new Set<string>();
  const visits = VIEWS.flatMap((view) => choicesOf(view).map((choice) => [view, choice] as const));
  await watched(browser, async (visit) => {
    for (const [view, choice] of visits) {
      const asked = await visit(addressOf(url, view, choice));
      for (const one of asked) if (!OTHER_ROUTES.test(one)) found.add(one);
    }
  });
  return [...found].sort();
}

/** What each view asks as it is opened, without the stream of events. */
export async function recordViews(browser: Browser, url: string): Promise<readonly SeenView[]> {
  const seen: SeenView[] = [];
  await watched(browser, async (visit) => {
    for (const view of VIEWS) {
      const asked = await visit(addressOf(url, view, ''));
      const shapes = [...new Set(asked)].filter((shape) => shape !== API.events);
      seen.push({ view, shapes });
    }
  });
  return seen;
}

function choicesOf(view: View): readonly string[] {
  const { bar } = VIEW_ENTRIES[view];
  const groups = bar === 'groups' ? BY_GROUP : [];
  const filters = bar === 'groups' || bar === 'filter' ? BY_FILTER : [''];
  return [...new Set([...filters, ...groups, ...(CHOICES[view] ?? [])])];
}

function addressOf(url: string, view: View, choice: string): string {
  return `${url}/?view=${view}&from=${RANGE.from}&${choice}`;
}

/** Hands on what opens a page and says what it asked until it was still. */
async function watched(
  browser: Browser,
  work: (visit: (address: string) => Promise<readonly string[]>) => Promise<void>,
): Promise<void> {
  const scope = scopeAt(RANGE);
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  let asked: string[] = [];
  page.on('request', (request) => {
    const address = request.url();
    if (request.method() !== 'GET' || !address.includes('/api/v1/')) return;
    asked.push(shapeOf(address, scope));
  });
  await work(async (address) => {
    asked = [];
    await settle(page, address);
    return asked;
  });
  await context.close();
}

async function settle(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('main h1').waitFor({ timeout: LOADED_MS_MAX });
  await page.waitForFunction(
    () => document.querySelector('[aria-busy=true], .skeleton, .is-stale') === null,
    null,
    { timeout: LOADED_MS_MAX },
  );
  await page.waitForTimeout(SETTLED_MS);
}
