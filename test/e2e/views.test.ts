/** Every view of the list in a real browser: pictures in both themes, and no fault on any. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VIEWS } from '../../web/state/views.ts';
import { CHROMIUM_FLAGS } from '../support/chromium-path.ts';
import { describeInChromium } from '../support/chromium.ts';
import { openPage, savePicture, seriousFaults, untilShown } from './browser.ts';
import { DEMO_MS_MAX, sharedDemo, type SharedDemo } from './outcrop.ts';

const SIZES = [
  ['a phone', { width: 390, height: 844 }],
  ['a laptop', { width: 1280, height: 800 }],
  ['a wall screen', { width: 1920, height: 1080 }],
] as const;

const LAPTOP_PX = 1280;
/** Two pictures and two rounds of axe are a second alone, and half a minute in a crowd. */
const VIEW_MS_MAX = 90_000;

describeInChromium('every view', (executablePath) => {
  let demo: SharedDemo;
  let browser: Browser;

  beforeAll(async () => {
    demo = await sharedDemo();
    browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  }, DEMO_MS_MAX);

  afterAll(() => browser.close());

  const addressOf = (view: string, more = ''): string => `${demo.url}/?view=${view}${more}`;

  describe.each(SIZES)('on %s', { timeout: VIEW_MS_MAX }, (_name, viewport) => {
    test.each(VIEWS)('shows %s in light and dark without a fault', async (view) => {
      const { page, faults } = await openPage(browser, viewport);
      await page.goto(addressOf(view));
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await untilShown(page);
        await savePicture(page, `view-${view}-${viewport.width}-${colorScheme}`);
        // What is wrong for readers of the screen does not depend on its width.
        const found = viewport.width === LAPTOP_PX ? await seriousFaults(page) : [];
        expect({ colorScheme, found }).toEqual({ colorScheme, found: [] });
      }
      expect(await widthOf(page)).toBeLessThanOrEqual(viewport.width);
      // At 200 % a window of 1280 by 800 holds half as many pixels of the page each way.
      await page.setViewportSize({ width: 640, height: 400 });
      // Charts are drawn anew a moment after their room has changed.
      await expect.poll(() => widthOf(page)).toBeLessThanOrEqual(640);
      expect(faults).toEqual([]);
    });
  });

  test.each(VIEWS)('moves nothing on %s for whoever wants no motion', async (view) => {
    const { page } = await openPage(browser);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(addressOf(view));
    await page.locator('main h1').waitFor();
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });

  test('finds a view, a tenant and a range from the keyboard alone', async () => {
    const { page, faults } = await openPage(browser);
    await page.goto(demo.url);
    await untilShown(page);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command' }).fill('sources');
    await page.keyboard.press('Enter');
    await page.waitForURL(({ searchParams }) => searchParams.get('view') === 'sources');
    await page.keyboard.press('Control+k');
    await page.getByRole('option', { name: /^tenant=acme/ }).waitFor();
    await page.getByRole('combobox', { name: 'Command' }).fill('acme');
    await page.keyboard.press('Enter');
    await page.waitForURL(({ searchParams }) => searchParams.get('filter') === 'tenant=acme');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test('saves a view for everyone, opens it elsewhere, and deletes it', async () => {
    const { page, faults } = await openPage(browser);
    await page.goto(addressOf('invocations', '&filter=tenant%3Dacme'));
    await untilShown(page);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command' }).fill('save this view');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Name' }).fill('Acme calls');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    const other = await openPage(browser);
    await other.page.goto(addressOf('settings'));
    await untilShown(other.page);
    await other.page.getByRole('link', { name: 'Acme calls' }).click();
    await other.page.waitForURL(({ searchParams }) => searchParams.get('view') === 'invocations');
    expect(new URL(other.page.url()).searchParams.get('filter')).toBe('tenant=acme');
    await other.page.goBack();
    await other.page.getByRole('button', { name: 'Delete Acme calls' }).click();
    await other.page.getByText('Nothing is saved yet').waitFor();
    expect([...faults, ...other.faults]).toEqual([]);
  });

  test('shows a wall screen without controls, and leaves it by Esc', async () => {
    const { page, faults } = await openPage(browser, { width: 1920, height: 1080 });
    await page.goto(`${demo.url}/?kiosk=1`);
    await untilShown(page);
    await savePicture(page, 'kiosk-1920-light');
    expect(await page.getByRole('navigation').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('navigation', { name: 'Views' }).waitFor();
    expect(faults).toEqual([]);
  });
});

function widthOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth);
}
