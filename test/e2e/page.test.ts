/** The page in a real browser, over a running demo. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MetricValue, QueryReply } from '../../shared/contract.ts';
import { parseAttoUsd } from '../../shared/money.ts';
import { HOUR_MS, isoTime } from '../../shared/window.ts';
import { formatUsd } from '../../web/format/money.ts';
import { CHROMIUM_FLAGS } from '../support/chromium-path.ts';
import { describeInChromium } from '../support/chromium.ts';
import { inkOf, levelLines, openPage, untilShown } from './browser.ts';
import { DEMO_MS_MAX, sharedDemo, type SharedDemo } from './outcrop.ts';

const CHARTS = ['Spend by tenant', 'Latency', 'Throttles and errors', 'Invocations', 'Tokens'];

describeInChromium('the page on demo data', (executablePath) => {
  let demo: SharedDemo;
  let browser: Browser;
  /** Whole hours that hold the storm and the gap, and end before what may still grow. */
  let range: { readonly from: string; readonly to: string };

  beforeAll(async () => {
    demo = await sharedDemo();
    browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
    const hourMs = Math.floor(Date.parse(demo.now) / HOUR_MS) * HOUR_MS;
    range = { from: isoTime(hourMs - 62 * HOUR_MS), to: isoTime(hourMs - 2 * HOUR_MS) };
  }, DEMO_MS_MAX);

  afterAll(() => browser.close());

  const addressOf = (parameters: Readonly<Record<string, string>> = {}): string =>
    `${demo.url}/?${new URLSearchParams({ ...range, ...parameters })}`;

  const costs = async (parameters: Readonly<Record<string, string>> = {}): Promise<QueryReply> => {
    const asked = new URLSearchParams({ ...range, metric: 'cost', step: 'all', ...parameters });
    const response = await fetch(`${demo.url}/api/v1/query?${asked}`);
    return (await response.json()) as QueryReply; // The contract of this address.
  };

  const totalText = async (filter = ''): Promise<string> => {
    const { rows } = await costs(filter === '' ? {} : { filter });
    return usdText(rows[0]?.values.cost);
  };

  test('draws every chart, and says in words what is on it', async () => {
    const { page } = await openPage(browser);
    await page.goto(addressOf());
    await untilShown(page);
    for (const title of CHARTS) {
      const canvas = chartOf(page, title);
      const { painted, colours } = await inkOf(canvas);
      expect([title, painted > 2000, colours > 3]).toEqual([title, true, true]);
      expect(await canvas.getAttribute('aria-label')).toMatch(/\d/);
    }
  });

  test('draws the threshold of the throttle storm as a line, and names it', async () => {
    const { page } = await openPage(browser);
    await page.goto(addressOf());
    await untilShown(page);
    const entries = cardOf(page, 'Throttles and errors').getByRole('listitem');
    const drawn = entries.filter({ hasText: ' > ', hasNotText: /\(not/ });
    await drawn.filter({ hasText: /Throttle storm.* > 25/ }).waitFor();
    const colour = await drawn.first().evaluate((entry) => {
      return getComputedStyle(entry.querySelector('.dash') ?? entry).borderTopColor;
    });
    const canvas = chartOf(page, 'Throttles and errors');
    const lines = await levelLines(canvas, colour);
    expect(lines).toBeGreaterThanOrEqual(1);
    expect(lines).toBeLessThanOrEqual(await drawn.count()); // Close ones look like one.
  });

  test('shows the figures that the API answers', async () => {
    const { page } = await openPage(browser);
    await page.goto(addressOf());
    await untilShown(page);
    expect(await spendOf(page)).toBe(await totalText());
    const byTenant = await costs({ groupBy: 'tenant' });
    const table = page.getByRole('region', { name: 'Tenants' });
    expect(byTenant.rows.length).toBeGreaterThanOrEqual(7);
    for (const { group, values } of byTenant.rows) {
      const row = table.getByRole('row').filter({ hasText: group['tenant'] ?? '' });
      expect(await row.textContent()).toContain(usdText(values.cost));
    }
  });

  test('takes a typed filter into the URL and the figures, and the way back out of both', async () => {
    const { page } = await openPage(browser);
    await page.goto(addressOf());
    await untilShown(page);
    const whole = await spendOf(page);
    await page.getByRole('combobox', { name: 'Filter' }).fill('tenant=acme');
    await page.keyboard.press('Enter');
    await page.waitForURL(({ searchParams }) => searchParams.get('filter') === 'tenant=acme');
    await untilShown(page);
    const part = await spendOf(page);
    expect(part).toBe(await totalText('tenant=acme'));
    expect(part).not.toBe(whole);
    await page.goBack();
    await untilShown(page);
    expect(new URL(page.url()).searchParams.has('filter')).toBe(false);
    expect(await spendOf(page)).toBe(whole);
  });

  test('says where a filter is wrong and keeps the figures', async () => {
    const { page } = await openPage(browser);
    await page.goto(addressOf());
    await untilShown(page);
    const whole = await spendOf(page);
    await page.getByRole('combobox', { name: 'Filter' }).fill('colour=red');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('alert').textContent()).toContain('colour=red');
    expect(await spendOf(page)).toBe(whole);
  });

  test('groups by another dimension', async () => {
    const { page } = await openPage(browser);
    await page.goto(addressOf());
    await untilShown(page);
    await page.getByRole('combobox', { name: 'Group by' }).selectOption('model');
    await page.waitForURL(({ searchParams }) => searchParams.get('groupBy') === 'model');
    await untilShown(page);
    await chartOf(page, 'Spend by model').waitFor();
    const table = page.getByRole('region', { name: 'Models' });
    expect(await table.textContent()).toContain('anthropic.claude-');
  });

  test('finds its way through all views, and shows what the demo hides in each', async () => {
    const { page, faults } = await openPage(browser);
    await page.goto(addressOf());
    await untilShown(page);
    const open = async (name: string): Promise<string> => {
      await page.getByRole('navigation', { name: 'Views' }).getByText(name).click();
      await page.waitForURL(({ searchParams }) => searchParams.get('view') === name.toLowerCase());
      await untilShown(page);
      return page.getByRole('main').innerText();
    };
    expect(await open('Invocations')).toMatch(/Converse/);
    expect(await page.getByRole('main').getByRole('row').count()).toBe(51);
    expect(await open('Alarms')).toContain('Throttle storm');
    const sources = await open('Sources');
    expect(sources).toContain('eu-central-1');
    expect(sources).toContain('anthropic.claude-saga-6');
    expect(faults).toEqual([]);
  });

  test('lets nothing be loaded from elsewhere, and no text become a script', async () => {
    const { page, faults } = await openPage(browser);
    await page.goto(addressOf({ view: 'sources' }));
    await untilShown(page);
    await page.evaluate(() => {
      new Image().src = 'http://127.0.0.1:9/elsewhere.png';
    });
    await expect.poll(() => faults.join()).toMatch(/policy: img-src/);
    const script = page.evaluate(() => {
      document.createElement('script').textContent = 'document.title = "taken"';
    });
    await expect(script).rejects.toThrow('TrustedScript');
  });

  test('is dark when the system is, and not when the URL says light', async () => {
    const { page } = await openPage(browser, { colorScheme: 'dark' });
    const lightness = () => {
      return page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    };
    await page.goto(addressOf());
    await untilShown(page);
    const dark = await lightness();
    await page.goto(addressOf({ theme: 'light' }));
    await untilShown(page);
    expect(await lightness()).not.toBe(dark);
  });
});

function cardOf(page: Page, title: string) {
  return page
    .getByRole('main')
    .locator('section')
    .filter({
      has: page.getByRole('heading', { name: title, exact: true }),
    });
}

function chartOf(page: Page, title: string) {
  return cardOf(page, title).locator('canvas');
}

/** The exact spend, which stands as the hover of its tile. */
async function spendOf(page: Page): Promise<string> {
  const answer = await page.getByRole('heading', { level: 1 }).locator('b').textContent();
  const tile = page.locator('.tile-spend');
  expect(answer).toBe(await tile.getAttribute('title'));
  return answer ?? '';
}

function usdText(cost: MetricValue | undefined): string {
  const attoUsd = typeof cost === 'string' ? parseAttoUsd(cost) : null;
  if (attoUsd === null) throw new Error(`${String(cost)} is no decimal.`);
  return formatUsd(attoUsd);
}
