/** New data reaches an open page by itself, and moves nothing that is being read. */
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHROMIUM_FLAGS } from '../support/chromium-path.ts';
import { describeInChromium } from '../support/chromium.ts';
import { openPage, untilShown } from './browser.ts';
import { DEMO_MS_MAX, sharedDemo, startDemo, type SharedDemo } from './outcrop.ts';

const REFRESH_MS_MAX = 25_000;

describeInChromium('the live page', (executablePath) => {
  let demo: SharedDemo;
  let browser: Browser;

  beforeAll(async () => {
    demo = await sharedDemo();
    browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  }, DEMO_MS_MAX);

  afterAll(() => browser.close());

  test('shows new data without moving scroll or focus', async () => {
    const { page, faults } = await openPage(browser);
    const questions: string[] = [];
    page.on('request', (request) => questions.push(new URL(request.url()).pathname));
    await page.goto(demo.url);
    await untilShown(page);
    await page.getByRole('combobox', { name: 'Filter' }).focus();
    await page.keyboard.type('tenant=');
    await page.evaluate(() => scrollTo(0, 420));
    // Where a line above grows, the browser scrolls along: what is seen is what must not move.
    const seenAt = (): Promise<number> =>
      page
        .getByRole('heading', { name: 'Tenants', exact: true })
        .evaluate((one) => Math.round(one.getBoundingClientRect().top));
    const before = await seenAt();
    questions.length = 0;
    await expect
      .poll(() => questions.filter((one) => one === '/api/v1/query').length, {
        timeout: REFRESH_MS_MAX,
      })
      .toBeGreaterThan(0);
    await untilShown(page);
    expect(Math.abs((await seenAt()) - before)).toBeLessThanOrEqual(2); // Parts of pixels.
    const field = page.getByRole('combobox', { name: 'Filter' });
    expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await field.inputValue()).toBe('tenant=');
    expect(questions.filter((one) => one === '/api/v1/events')).toEqual([]); // One line is enough.
    expect(faults).toEqual([]);
  });

  test('asks by itself where the line is refused', async () => {
    const { page } = await openPage(browser);
    await page.route('**/api/v1/events', (route) => route.fulfill({ status: 503 }));
    await page.goto(demo.url);
    await untilShown(page);
    await page.locator('a.trust[title*="asks every half minute"]').waitFor();
  });

  test('comes to its end at once when pages still listen', async () => {
    const other = await startDemo(['--days', '1']);
    const { page } = await openPage(browser);
    await page.goto(other.url);
    await page.locator('a.trust[title*="by itself"]').waitFor();
    const startMs = performance.now();
    const { code, hasLeftovers } = await other.stop();
    expect({ code, hasLeftovers }).toEqual({ code: 0, hasLeftovers: false });
    expect(performance.now() - startMs).toBeLessThan(8_000);
  });
});
