/** The questions of somebody new: each is answered after three clicks at most. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHROMIUM_FLAGS } from '../support/chromium-path.ts';
import { describeInChromium } from '../support/chromium.ts';
import { openPage, untilShown } from './browser.ts';
import { DEMO_MS_MAX, sharedDemo, type SharedDemo } from './outcrop.ts';

const CLICKS_MAX = 3;

describeInChromium('a first visit answers', (executablePath) => {
  let demo: SharedDemo;
  let browser: Browser;

  beforeAll(async () => {
    demo = await sharedDemo();
    browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  }, DEMO_MS_MAX);

  afterAll(() => browser.close());

  /** The page as it opens first, and a hand that counts its clicks. */
  const visit = async (): Promise<{ page: Page; answer: () => Promise<string>; hand: Hand }> => {
    const { page } = await openPage(browser);
    await page.goto(demo.url);
    await untilShown(page);
    const answer = async (): Promise<string> => {
      await untilShown(page);
      return page.locator('main h1').innerText();
    };
    return { page, answer, hand: new Hand(page) };
  };

  test('who spent most yesterday, and why', async () => {
    const { page, answer, hand } = await visit();
    await hand.open(/^Last 7 days/);
    await hand.click('button', 'Yesterday');
    expect(await answer()).toMatch(/^\$[\d.,]+ yesterday/);
    const first = page.getByRole('region', { name: 'Tenants' }).getByRole('link').first();
    const name = await first.innerText();
    const most = page.locator('.mover').first();
    expect(name.length).toBeGreaterThan(0);
    expect(await most.innerText()).toMatch(/calls|cost of a call|new/);
    expect(hand.clicks).toBeLessThanOrEqual(CLICKS_MAX);
  });

  test('which model got slower, and when', async () => {
    const { page, answer, hand } = await visit();
    await hand.click('link', 'Performance');
    expect(await answer()).toMatch(/\S+ is [\d.]+\s%\sslower since \d+ \w+/);
    await page.getByRole('region', { name: 'Slower or faster' }).waitFor();
    expect(hand.clicks).toBe(1);
  });

  test('who was throttled', async () => {
    const { page, answer, hand } = await visit();
    await hand.click('link', 'Throttles');
    expect(await answer()).toMatch(/throttles .*, [\d.]+\s%\sof them \w+/);
    await page.getByRole('button', { name: /^acme/ }).first().waitFor();
    expect(hand.clicks).toBe(1);
  });

  test('what is unpriced', async () => {
    const { page, hand } = await visit();
    await hand.click('link', /^Unpriced calls/);
    await untilShown(page);
    await page.getByRole('region', { name: 'Usage without a rate' }).waitFor();
    expect(hand.clicks).toBe(1);
  });

  test('what this month will cost', async () => {
    const { answer, hand } = await visit();
    await hand.click('link', 'Spend');
    await expect.poll(answer).toMatch(/this month comes to \$/);
    expect(hand.clicks).toBe(1);
  });
});

class Hand {
  readonly page: Page;
  clicks = 0;

  constructor(page: Page) {
    this.page = page;
  }

  async click(role: 'link' | 'button', name: string | RegExp): Promise<void> {
    this.clicks += 1;
    await this.page.getByRole(role, { name }).first().click();
  }

  /** Opens what unfolds, such as the choice of a range. */
  async open(text: RegExp): Promise<void> {
    this.clicks += 1;
    await this.page.locator('summary').filter({ hasText: text }).click();
  }
}
