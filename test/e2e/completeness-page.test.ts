/** What the logs do not tell, in a real browser, against the API's figures and /metrics. */
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StatusReply } from '../../shared/contract.ts';
import { coverageText } from '../../web/chart/coverage-spec.ts';
import { formatCount } from '../../web/format/number.ts';
import { CHROMIUM_FLAGS } from '../support/chromium-path.ts';
import { describeInChromium } from '../support/chromium.ts';
import { openPage, savePicture, seriousFaults, untilShown } from './browser.ts';
import { DEMO_MS_MAX, sharedDemo, type SharedDemo } from './outcrop.ts';

describeInChromium('completeness on the page of sources', (executablePath) => {
  let demo: SharedDemo;
  let browser: Browser;

  beforeAll(async () => {
    demo = await sharedDemo();
    browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  }, DEMO_MS_MAX);

  afterAll(() => browser.close());

  const statusOf = async (): Promise<StatusReply> => {
    const response = await fetch(`${demo.url}/api/v1/status`);
    return (await response.json()) as StatusReply; // The contract of this path.
  };

  test('shows each model of each account and Region as the API tells it', async () => {
    const { completeness } = await statusOf();
    expect(completeness.models.length).toBeGreaterThan(3);
    const { page, faults } = await openPage(browser);
    await page.goto(`${demo.url}/?view=sources`);
    await untilShown(page);
    const strip = page.getByRole('region', { name: 'Coverage of logs' }).last();
    const rows = await strip.locator('tbody tr').evaluateAll((all) =>
      all.map((row) => ({
        cells: [...row.children].map((cell) => (cell.textContent ?? '').trim()),
        hours: row.querySelectorAll('.coverage-hour').length,
      })),
    );
    const expected = completeness.models.map((one) => ({
      cells: [
        one.model,
        `${one.account} ${one.region}`,
        '',
        formatCount(Math.max(0, one.counted - one.logged)),
        coverageText(one),
      ],
      hours: 24,
    }));
    expect(rows).toEqual(expected);
    expect(faults).toEqual([]);
  });

  test('says what no log tells of: bedrock-mantle, and records that were not delivered', async () => {
    const { completeness } = await statusOf();
    const { page } = await openPage(browser);
    await page.goto(`${demo.url}/?view=sources`);
    await untilShown(page);
    const text = await page.locator('main').innerText();
    for (const { account, region, inferences } of completeness.mantle) {
      expect(text).toContain(`Blind spot: ${account} ${region} made ${formatCount(inferences)}`);
    }
    for (const { account, region, records } of completeness.failedDeliveries) {
      expect(text).toContain(`${account} ${region}`);
      expect(text).toContain(formatCount(records));
    }
    for (const { usd } of completeness.metricPolling) expect(text).toContain(`$${usd.toFixed(2)}`);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await untilShown(page);
      await savePicture(page, `completeness-${colorScheme}`);
      expect(await seriousFaults(page)).toEqual([]);
    }
  });

  test('gives /metrics the same figures', async () => {
    const { completeness, sources } = await statusOf();
    const text = await (await fetch(`${demo.url}/metrics`)).text();
    const valueOf = (name: string, labels: string): number | null => {
      const line = text.split('\n').find((one) => one.startsWith(`${name}{${labels}} `));
      return line === undefined ? null : Number(line.slice(line.lastIndexOf(' ')));
    };
    for (const { account, region, model, logged, counted } of completeness.models) {
      const labels = `account="${account}",region="${region}",model="${model}"`;
      expect(valueOf('outcrop_logged_invocations', labels)).toBe(logged);
      expect(valueOf('outcrop_counted_invocations', labels)).toBe(counted);
    }
    for (const { id, kind } of sources.filter(({ lagSeconds }) => lagSeconds !== null)) {
      const lag = valueOf('outcrop_source_lag_seconds', `source="${id}",kind="${kind}"`);
      expect(lag).not.toBeNull();
    }
  });
});
