/** Spend, performance and throttles in a real browser: their figures are those of the API. */
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { QueryReply } from '../../shared/contract.ts';
import { HOUR_MS, isoTime } from '../../shared/window.ts';
import { formatValue } from '../../web/format/metric.ts';
import { CHROMIUM_FLAGS } from '../support/chromium-path.ts';
import { describeInChromium } from '../support/chromium.ts';
import { openPage, untilShown } from './browser.ts';
import { DEMO_MS_MAX, sharedDemo, type SharedDemo } from './outcrop.ts';

describeInChromium('the views that explore', (executablePath) => {
  let demo: SharedDemo;
  let browser: Browser;
  let range: { readonly from: string; readonly to: string };

  beforeAll(async () => {
    demo = await sharedDemo();
    browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
    const hourMs = Math.floor(Date.parse(demo.now) / HOUR_MS) * HOUR_MS;
    range = { from: isoTime(hourMs - 40 * HOUR_MS), to: isoTime(hourMs - 2 * HOUR_MS) };
  }, DEMO_MS_MAX);

  afterAll(() => browser.close());

  const addressOf = (parameters: Readonly<Record<string, string>>): string =>
    `${demo.url}/?${new URLSearchParams({ ...range, ...parameters })}`;

  const rowsOf = async (metric: string, groupBy: string): Promise<QueryReply['rows']> => {
    const parameters = new URLSearchParams({ ...range, metric, groupBy, step: 'all' });
    const response = await fetch(`${demo.url}/api/v1/query?${parameters}`);
    return ((await response.json()) as QueryReply).rows; // The contract of that path.
  };

  test('tells what a unit costs as the API does, and leads from a tenant to its calls', async () => {
    const [dearest] = await rowsOf('cost', 'tenant');
    const name = dearest?.group['tenant'] ?? '';
    const { page, faults } = await openPage(browser);
    await page.goto(addressOf({ view: 'spend' }));
    await untilShown(page);
    const units = page.getByRole('region', { name: 'What a unit costs' });
    const row = units.getByRole('row').filter({ hasText: name });
    expect(await row.innerText()).toContain(formatValue('cost', dearest?.values.cost));
    await row.getByRole('link', { name }).click();
    await page.waitForURL(({ searchParams }) => searchParams.get('view') === 'invocations');
    expect(new URL(page.url()).searchParams.get('filter')).toBe(`tenant=${name}`);
    expect(faults).toEqual([]);
  });

  test('keeps metric, look and what-if in the URL, so that a link shows the same', async () => {
    const { page, faults } = await openPage(browser);
    await page.goto(addressOf({ view: 'spend' }));
    await untilShown(page);
    await page.getByRole('combobox', { name: 'Metric' }).selectOption('invocations');
    await page.getByRole('combobox', { name: 'Look' }).selectOption('table');
    await page.getByRole('button', { name: 'tier=batch' }).click();
    await page.getByText('would have been').waitFor();
    const other = await openPage(browser);
    await other.page.goto(page.url());
    await other.page.getByText('would have been').waitFor();
    await other.page.getByRole('heading', { name: 'Invocations by tenant' }).waitFor();
    await other.page.getByRole('region', { name: 'Invocations', exact: true }).waitFor();
    expect([...faults, ...other.faults]).toEqual([]);
  });

  test('answers with the throttles that the API counts', async () => {
    const [all] = await rowsOf('throttles', '');
    const { page, faults } = await openPage(browser);
    await page.goto(addressOf({ view: 'throttles' }));
    await untilShown(page);
    const told = `${formatValue('throttles', all?.values.throttles)} throttles`;
    expect(await page.locator('main h1').innerText()).toContain(told);
    expect(faults).toEqual([]);
  });

  test('answers with the percentiles that the API tells', async () => {
    const [all] = await rowsOf('latencyP99', '');
    const { page, faults } = await openPage(browser);
    await page.goto(addressOf({ view: 'performance' }));
    await untilShown(page);
    const told = formatValue('latencyP99', all?.values.latencyP99);
    expect(await page.locator('main h1').innerText()).toContain(told);
    await page.getByRole('img', { name: /calls took/ }).waitFor();
    expect(faults).toEqual([]);
  });
});
