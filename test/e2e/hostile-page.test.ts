/** Names that senders choose are text on every view, whatever they spell. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { StatusReply } from '../../shared/contract.ts';
import { VIEWS } from '../../web/state/views.ts';
import { CHROMIUM_FLAGS } from '../support/chromium-path.ts';
import { describeInChromium } from '../support/chromium.ts';
import { openPage, untilShown } from './browser.ts';
import { DEMO_MS_MAX, startServe, temporaryFolder } from './outcrop.ts';
import type { Demo } from './serving.ts';
import { recordOf, writeBucket } from './records.ts';

/** What models, tenants, tags and groups of alarms may be called by whoever wants to break out. */
const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)>',
  'javascript:alert(1)',
  '{{7*7}}',
  '</script><script>alert(1)</script>',
  '\u202egnp.exe',
  'line\u2028break',
  '=HYPERLINK("http://x","y")',
  'w'.repeat(200),
] as const;

/** Longer than the window is wide. */
const LONG = 'x'.repeat(200);

describeInChromium('hostile names', (executablePath) => {
  const folder = temporaryFolder();
  let server: Demo;
  let browser: Browser;

  beforeAll(async () => {
    const lines = HOSTILE.map((name, index) => {
      const metadata = { [name]: name, [LONG]: LONG };
      return recordOf(index, { tenant: name, modelId: name, metadata });
    });
    const bucket = writeBucket(path.join(folder, 'logs'), { 'a.json.gz': lines });
    const config = {
      database: path.join(folder, 'outcrop.db'),
      listen: '127.0.0.1:0',
      directories: [bucket],
      attribution: {
        tags: ['feature'],
        rules: [{ name: HOSTILE[0], when: { 'metadata.tenant': '(.+)' }, tenant: '$1' }],
      },
      // Names of alarms are held to plain letters by the config; their groups are the senders'.
      alarms: [{ name: 'Any call', metric: 'invocations', groupBy: ['tenant'], threshold: 0 }],
      alarmCatchUpHours: 744,
    };
    const file = path.join(folder, 'outcrop.yaml');
    writeFileSync(file, JSON.stringify(config)); // JSON is YAML.
    server = await startServe(file);
    await vi.waitUntil(
      async () => {
        const status = await fetch(`${server.url}/api/v1/status`);
        return ((await status.json()) as StatusReply).invocations === HOSTILE.length;
      },
      { timeout: 30_000, interval: 300 },
    );
    browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  }, DEMO_MS_MAX);

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const RANGE = 'from=2026-11-01T00%3A00%3A00Z&to=2026-11-02T00%3A00%3A00Z';

  test.each(VIEWS)('L1: are text and nothing else on %s', async (view) => {
    const { page, faults } = await openPage(browser);
    let dialogs = 0;
    page.on('dialog', (dialog) => {
      dialogs += 1;
      void dialog.dismiss();
    });
    await page.goto(`${server.url}/?view=${view}&${RANGE}`);
    await untilShown(page);
    const main = page.locator('#app');
    expect(await main.locator('img, iframe, script, [onerror], [onload]').count()).toBe(0);
    const links = await main
      .locator('a')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href')));
    expect(links.filter((href) => href?.startsWith('javascript:'))).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect({ dialogs, faults, width }).toEqual({ dialogs: 0, faults: [], width: 1440 });
  });

  test.each([
    ['overview', ''],
    ['spend', '&thenBy=model'],
    ['performance', '&groupBy=model'],
    ['invocations', ''],
    ['attribution', ''],
    ['prices', ''],
  ])('L1: stand letter by letter where names are shown, on %s', async (view, more) => {
    const { page } = await openPage(browser);
    await page.goto(`${server.url}/?view=${view}${more}&${RANGE}`);
    await untilShown(page);
    const text = await page.locator('main').evaluate((one) => one.textContent);
    for (const name of HOSTILE) expect(text).toContain(name);
  });

  test('L1: are text in the drawer of a call, in a legend and in the crosshair', async () => {
    const { page, faults } = await openPage(browser);
    await page.goto(`${server.url}/?view=invocations&${RANGE}`);
    await untilShown(page);
    for (const name of HOSTILE.slice(0, 2)) {
      await page.getByRole('row').filter({ hasText: name }).getByRole('link').first().click();
      const drawer = page.getByRole('dialog', { name: 'Invocation' });
      await drawer.getByRole('link', { name, exact: true }).first().waitFor();
      expect(await drawer.locator('img, iframe, script').count()).toBe(0);
      await page.keyboard.press('Escape');
    }
    await page.goto(`${server.url}/?view=spend&metric=invocations&${RANGE}`);
    await untilShown(page);
    await page.getByRole('button', { name: HOSTILE[0] }).click();
    await page.locator('canvas').first().hover();
    await page.getByRole('link', { name: `Filter by ${HOSTILE[0]}` }).click();
    await page.waitForURL(({ searchParams }) => (searchParams.get('filter') ?? '').includes('<'));
    await untilShown(page);
    expect(faults).toEqual([]);
  });

  test('L1: are completed and filtered by as text', async () => {
    const { page, faults } = await openPage(browser);
    await page.goto(`${server.url}/?${RANGE}`);
    await untilShown(page);
    await page.getByRole('combobox', { name: 'Filter' }).fill('tenant=<');
    await page.locator('[role=option]', { hasText: HOSTILE[0] }).first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(({ searchParams }) => (searchParams.get('filter') ?? '').includes('<'));
    await untilShown(page);
    expect(faults).toEqual([]);
  });
});
