/** Charts under a real pointer and real keys: each leads on, none stays blank. */
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { QueryReply } from '../../shared/contract.ts';
import { formatValue } from '../../web/format/metric.ts';
import { VIEWS } from '../../web/state/views.ts';
import { CHROMIUM_FLAGS } from '../support/chromium-path.ts';
import { describeInChromium } from '../support/chromium.ts';
import { inkOf, openPage, untilShown } from './browser.ts';
import { DEMO_MS_MAX, sharedDemo, type SharedDemo } from './outcrop.ts';

describeInChromium('a chart', (executablePath) => {
  let demo: SharedDemo;
  let browser: Browser;

  beforeAll(async () => {
    demo = await sharedDemo();
    browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  }, DEMO_MS_MAX);

  afterAll(() => browser.close());

  const shown = async (query: string): Promise<Page> => {
    const { page } = await openPage(browser);
    await page.goto(`${demo.url}/?${query}`);
    await untilShown(page);
    return page;
  };

  test('shows one series alone by its legend, and leads on to its calls', async () => {
    const page = await shown('view=spend');
    const card = cardOf(page, 'Cost by tenant');
    const before = await inkOf(card.locator('canvas'));
    const entry = card.getByRole('button', { name: /^acme/ });
    await entry.click();
    expect(await entry.getAttribute('aria-pressed')).toBe('true');
    await page.waitForTimeout(200); // Chart.js draws in the frame after.
    const alone = await inkOf(card.locator('canvas'));
    expect(alone.colours).toBeLessThan(before.colours);
    await card.getByRole('link', { name: 'Its calls' }).click();
    await page.waitForURL(({ searchParams }) => searchParams.get('view') === 'invocations');
    expect(searchOf(page).get('filter')).toBe('tenant=acme');
  });

  test('filters by a click on a bar, and leaves it out by Alt', async () => {
    const page = await shown('view=spend');
    const at = await placeOfColour(cardOf(page, 'Cost by tenant'), /^acme/);
    await page.mouse.click(at.x, at.y);
    await page.waitForURL(({ searchParams }) => searchParams.get('filter') === 'tenant=acme');
    await page.goBack();
    await untilShown(page);
    await page.keyboard.down('Alt');
    await page.mouse.click(at.x, at.y);
    await page.keyboard.up('Alt');
    await page.waitForURL(({ searchParams }) => searchParams.get('filter') === 'tenant!=acme');
  });

  test('zooms to what is dragged over, and shares its crosshair', async () => {
    const page = await shown('from=now-2d');
    const canvas = cardOf(page, 'Latency').locator('canvas');
    await canvas.scrollIntoViewIfNeeded();
    const box = await canvas.boundingBox();
    if (!box) throw new Error('The chart has no place.');
    const other = cardOf(page, 'Invocations').locator('.legend-value').first();
    const whole = await other.innerText();
    await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2);
    await expect.poll(() => other.innerText()).not.toBe(whole);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(({ searchParams }) => (searchParams.get('from') ?? '').endsWith('Z'));
    const { from, to } = Object.fromEntries(searchOf(page));
    const hours = (Date.parse(to ?? '') - Date.parse(from ?? '')) / 3_600_000;
    expect(hours).toBeGreaterThan(4);
    expect(hours).toBeLessThan(20);
    expect(searchOf(page).get('view')).toBeNull(); // A drag is no click.
  });

  test('is walked by keys: arrows, Enter to zoom, Shift Enter to the calls', async () => {
    const page = await shown('from=now-2d');
    const canvas = cardOf(page, 'Latency').locator('canvas');
    await canvas.focus();
    for (let at = 0; at < 5; at += 1) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+Enter');
    await page.waitForURL(({ searchParams }) => searchParams.get('order') === 'latency');
    expect(searchOf(page).get('view')).toBe('invocations');
    await page.goBack();
    await untilShown(page);
    await canvas.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.waitForURL(({ searchParams }) => (searchParams.get('from') ?? '').endsWith('Z'));
  });

  test('leads from a cell of the heat map to a call and the rate that priced it', async () => {
    const page = await shown('view=performance&from=now-2d');
    await page.getByRole('img', { name: /calls took/ }).click();
    await page.waitForURL(({ searchParams }) => searchParams.get('order') === 'latency');
    await untilShown(page);
    const { from, to } = Object.fromEntries(searchOf(page));
    expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBe(3_600_000);
    await page.getByRole('region', { name: 'Invocations' }).getByRole('link').first().click();
    await page.locator('.cost-line-sum').first().waitFor();
  });

  test('groups by several dimensions at once, and leaves nothing of the sum out', async () => {
    const page = await shown('view=spend');
    await page.getByRole('combobox', { name: 'And by' }).selectOption('model');
    const card = cardOf(page, 'Cost by tenant and model');
    await card.getByRole('button', { name: /others/ }).waitFor();
    await card
      .getByRole('button', { name: /^acme \u00b7 / })
      .first()
      .click();
    await card.getByRole('link', { name: /^Filter by/ }).click();
    await page.waitForURL(({ searchParams }) => {
      return /^tenant=acme model=\S+$/.test(searchParams.get('filter') ?? '');
    });
    expect(searchOf(page).get('thenBy')).toBe('model');
  });

  test('shows a colleague the same by a copied link: zone, days, comparison, groups', async () => {
    const query = 'view=spend&tz=Asia%2FKathmandu&compare=week&step=1d&groupBy=model&look=table';
    const page = await shown(`${query}&filter=tenant%3Dacme`);
    const table = page.getByRole('region', { name: 'Cost', exact: true });
    const seen = await table.innerText();
    expect(seen).toContain('Time (Asia/Kathmandu)');
    const parameters = new URLSearchParams({
      metric: 'cost',
      groupBy: '',
      filter: 'tenant=acme',
      step: '1d',
      tz: 'Asia/Kathmandu',
      from: 'now-2d',
    });
    const response = await fetch(`${demo.url}/api/v1/query?${parameters}`);
    const { rows } = (await response.json()) as QueryReply; // The contract of that path.
    const whole = rows.find(({ start }) => start.endsWith('T18:15:00Z')); // Midnight there.
    expect(seen).toContain(formatValue('cost', whole?.values.cost));
    const other = await shown(new URL(page.url()).search.slice(1));
    const told = await other.getByRole('region', { name: 'Cost', exact: true }).innerText();
    expect(told.split('\n').slice(0, 4)).toEqual(seen.split('\n').slice(0, 4));
    expect(await other.locator('summary').first().innerText()).toContain('Asia/Kathmandu');
  });

  test('marks the alarm that fired, and says so', async () => {
    const page = await shown('view=throttles');
    const card = cardOf(page, 'Throttles by tenant');
    await card.getByText(/alarm fired/).waitFor();
    const says = await card.locator('canvas').getAttribute('aria-label');
    expect(says).toMatch(/Marked: .*alarm fired/);
  });

  test.each(VIEWS)('on %s has its sentence, its table, its CSV and its picture', async (view) => {
    const page = await shown(`view=${view}`);
    const tables = page.getByRole('button', { name: / as a table$/ });
    const titles = await tables.evaluateAll((all) =>
      all.map((one) => one.getAttribute('aria-label')?.replace(/ as a table$/, '') ?? ''),
    );
    for (const title of titles) {
      const tools = [`Download ${title} as CSV`, `Download ${title} as PNG`];
      for (const name of tools) {
        const button = page.getByRole('button', { name, exact: true });
        const isEmpty = (await cardOf(page, title).locator('.empty').count()) > 0;
        if (!isEmpty) expect(await button.count()).toBe(1);
      }
    }
    const sentences = await page
      .locator('main canvas, main svg[role=img]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
    expect(sentences.filter((text) => text.length < 5)).toEqual([]);
    const [first] = await page.getByRole('button', { name: / as PNG$/ }).all();
    if (!first) return;
    const [file] = await Promise.all([page.waitForEvent('download'), first.click()]);
    expect(file.suggestedFilename()).toMatch(/^outcrop-.*\.png$/);
  });

  test('says so when it cannot be drawn, and keeps its table', async () => {
    const { page } = await openPage(browser);
    await page.route(/draw-time/, (route) => route.abort());
    await page.goto(`${demo.url}/?view=spend`);
    const card = cardOf(page, 'Cost by tenant');
    await card.getByText('The chart cannot be drawn').waitFor();
    await card.getByRole('button', { name: 'Cost by tenant as a table' }).click();
    await card.getByRole('cell').first().waitFor();
  });

  test('is drawn when its card gets a size after its data came', async () => {
    const { page } = await openPage(browser);
    await page.goto(`${demo.url}/?view=spend`);
    await page.evaluate(() => {
      document.styleSheets[0]?.insertRule('.plot { display: none }', 0);
      document.styleSheets[0]?.insertRule('.plot { display: none !important }', 0);
    });
    await page.getByRole('button', { name: /^acme/ }).waitFor();
    await page.waitForTimeout(500); // Time enough to be drawn without a size.
    await page.evaluate(() => {
      document.styleSheets[0]?.deleteRule(0);
      document.styleSheets[0]?.deleteRule(0);
    });
    const canvas = cardOf(page, 'Cost by tenant').locator('canvas');
    await expect.poll(async () => (await inkOf(canvas)).colours).toBeGreaterThan(5);
  });
});

function cardOf(page: Page, title: string): Locator {
  return page
    .locator('section.card')
    .filter({ has: page.getByRole('heading', { name: title, exact: true }) });
}

function searchOf(page: Page): URLSearchParams {
  return new URL(page.url()).searchParams;
}

/** A place on the chart of a card that is painted in the colour of a legend entry. */
async function placeOfColour(card: Locator, name: RegExp): Promise<{ x: number; y: number }> {
  const colour = await card
    .getByRole('button', { name })
    .locator('.swatch')
    .evaluate((one) => getComputedStyle(one).backgroundColor);
  const box = await card.locator('canvas').boundingBox();
  const at = await card.locator('canvas').evaluate((element, css) => {
    if (!(element instanceof HTMLCanvasElement)) return null;
    const { width, height } = element;
    const data = element.getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
    const wanted = /(\d+), (\d+), (\d+)/.exec(css)?.slice(1).map(Number) ?? [];
    const isAt = (pixel: number): boolean => {
      return wanted.every((part, i) => Math.abs((data[pixel * 4 + i] ?? 0) - part) < 6);
    };
    for (let pixel = 4 * width; pixel < (height - 4) * width; pixel += 1) {
      // Well within a bar: columns beside it, and rows above and below.
      const around = [0, -1, 1, 3 * width, -3 * width];
      if (!around.every((by) => isAt(pixel + by))) continue;
      return { x: (pixel % width) / width, y: Math.floor(pixel / width) / height };
    }
    return null;
  }, colour);
  if (!at || !box) throw new Error('No such colour is on the chart.');
  return { x: box.x + at.x * box.width, y: box.y + at.y * box.height };
}
