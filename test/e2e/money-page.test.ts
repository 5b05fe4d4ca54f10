/** Money on the page in a real browser: how a cost is worked out, and what is missing from it. */
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExplainReply, InvocationsReply, QueryReply } from '../../shared/contract.ts';
import { parseAttoUsd } from '../../shared/money.ts';
import { HOUR_MS, isoTime } from '../../shared/window.ts';
import { formatUsd } from '../../web/format/money.ts';
import { CHROMIUM_FLAGS } from '../support/chromium-path.ts';
import { describeInChromium } from '../support/chromium.ts';
import { openPage, savePicture, seriousFaults, untilShown } from './browser.ts';
import { DEMO_MS_MAX, sharedDemo, type SharedDemo } from './outcrop.ts';

describeInChromium('money on the page', (executablePath) => {
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

  const addressOf = (parameters: Readonly<Record<string, string>> = {}): string =>
    `${demo.url}/?${new URLSearchParams({ ...range, ...parameters })}`;

  const ask = async <Reply>(
    path: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<Reply> => {
    const response = await fetch(`${demo.url}/api/v1/${path}?${new URLSearchParams(parameters)}`);
    return (await response.json()) as Reply; // The caller names the contract of the path.
  };

  test.each([
    ['priced', 'tag.feature!=(none) model=anthropic.* status=success', 'tag-note'],
    ['unpriced', 'model=anthropic.claude-saga-6 status=success', 'is-doubtful'],
  ])('explains the cost of a call that is %s, as the API does', async (_name, filter, mark) => {
    const { invocations } = await ask<InvocationsReply>('invocations', {
      ...range,
      filter,
      limit: '1',
    });
    const requestId = invocations[0]?.requestId ?? '';
    const reply = await ask<ExplainReply>('explain', { requestId });
    const { page, faults } = await openPage(browser);
    await page.goto(addressOf({ view: 'invocations', filter, invocation: requestId }));
    const cost = page.getByRole('region', { name: 'How the cost is worked out' });
    await cost.getByText(reply.summary).waitFor();
    const text = await cost.innerText();
    for (const { words, arithmetic } of reply.lines) {
      for (const sentence of [...words, arithmetic ?? '']) expect(text).toContain(sentence);
    }
    expect(text).toContain(reply.attribution.words);
    expect(await cost.locator(`.${mark}`).count()).toBeGreaterThan(0);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await untilShown(page);
      await savePicture(page, `explain-${mark}-${colorScheme}`);
      expect(await seriousFaults(page)).toEqual([]);
    }
    expect(faults).toEqual([]);
  });

  test('shows what the prompt cache saved, as the API does, and what the spend leaves out', async () => {
    const metrics = ['cacheNetSavings', 'unpricedInvocations'].map((name) => ['metric', name]);
    const asked = new URLSearchParams([...metrics, ...Object.entries(range), ['step', 'all']]);
    const response = await fetch(`${demo.url}/api/v1/query?${asked}`);
    const { rows } = (await response.json()) as QueryReply; // The contract of this address.
    const { cacheNetSavings = null, unpricedInvocations } = rows[0]?.values ?? {};
    const net = parseAttoUsd(String(cacheNetSavings)) ?? 0n;
    expect(net).toBeGreaterThan(0n);
    const { page, faults } = await openPage(browser);
    await page.goto(addressOf());
    await untilShown(page);
    const table = page.getByRole('region', { name: 'Prompt cache' });
    expect(await table.getByRole('row').filter({ hasText: 'All' }).innerText()).toContain(
      formatUsd(net),
    );
    const heading = await page.getByRole('heading', { level: 1 }).innerText();
    expect(heading).toContain(
      `${Number(unpricedInvocations).toLocaleString('en-US')} unpriced call`,
    );
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await untilShown(page);
      await savePicture(page, `money-${colorScheme}`);
      expect(await seriousFaults(page)).toEqual([]);
    }
    expect(faults).toEqual([]);
  });
});
