/** The page of alarms in a real browser: what an on-call engineer clicks, and what comes of it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { API, type AlarmsReply, type StatusReply } from '../../shared/contract.ts';
import type { AlarmRulesReply, DeliveriesReply } from '../../shared/notify-contract.ts';
import { CHROMIUM_FLAGS } from '../support/chromium-path.ts';
import { describeInChromium } from '../support/chromium.ts';
import { inkOf, openPage, savePicture, seriousFaults, untilShown } from './browser.ts';
import { DEMO_MS_MAX, startDemo } from './outcrop.ts';
import type { Demo } from './serving.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const FIRING = 'Unpriced usage';
/** Each looks at the page twice with axe, which takes its time beside other work. */
const CLICKS_MS_MAX = 120_000;
const MADE = 'Calls of each tenant';

describeInChromium('the page of alarms', (executablePath) => {
  let demo: Demo;
  let browser: Browser;
  /** 410 makes dead letters of what comes first. */
  let answer = 410;
  const types: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { type } = JSON.parse(Buffer.concat(chunks).toString()) as { type: string };
      if (answer === 204) types.push(type);
      response.writeHead(answer).end();
    });
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // A server that listens on TCP has a port.
    const hook = ['--webhook', `http://127.0.0.1:${port}/hook`];
    // Two weeks and a bit: fewer, and nobody would know what is usual.
    demo = await startDemo(['--days', '16', ...hook], { OUTCROP_DEMO_WEBHOOK_SECRET: SECRET });
    browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
    // Weeks take longer to read than days; until then the server may be too busy to answer.
    await vi.waitUntil(() => isReady().catch(() => false), {
      timeout: 3 * DEMO_MS_MAX,
      interval: 1000,
    });
  }, 4 * DEMO_MS_MAX);

  afterAll(async () => {
    await browser.close();
    await demo.stop();
    server.closeAllConnections();
    server.close();
  });

  const ask = async <Reply>(path: string): Promise<Reply> => {
    const response = await fetch(`${demo.url}${path}`);
    return (await response.json()) as Reply; // The caller names the contract of the path.
  };

  const isReady = async (): Promise<boolean> => {
    const { sources } = await ask<StatusReply>(API.status);
    const { alarms } = await ask<AlarmsReply>(API.alarms);
    const isRead = sources.length > 0 && sources.every(({ state }) => state === 'ok');
    const isFiring = alarms.some(({ name, state }) => name === FIRING && state === 'ALARM');
    return isRead && isFiring && (await deadOnes()).length > 0;
  };

  const deadOnes = async () => {
    const { deliveries } = await ask<DeliveriesReply>(`${API.deliveries}?failed=1`);
    return deliveries.filter(({ state }) => state === 'dead');
  };

  const openAlarms = async () => {
    const watched = await openPage(browser);
    await watched.page.goto(`${demo.url}/?view=alarms`);
    await untilShown(watched.page);
    return watched;
  };

  const cardOf = (page: Page, name: string): Locator =>
    page.locator('article.firing').filter({ hasText: name }).first();

  const button = (place: Page | Locator, name: string | RegExp): Locator =>
    place.getByRole('button', { name });

  /** Looks at the page in light and dark: pictures for people, axe for the rest. */
  const lookAt = async (page: Page, name: string): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await untilShown(page);
      await savePicture(page, `alarms-${name}-${colorScheme}`);
      expect(await seriousFaults(page)).toEqual([]);
    }
  };

  test.each([
    ['Acknowledge', 'Acknowledged by ada', 'acknowledged by ada'],
    ['Silence 1h', 'Silenced by ada', 'silenced by ada'],
  ])(
    '%s says who looks after it, is listed, and can be ended',
    async (click, word, listed) => {
      const { page, faults } = await openAlarms();
      await button(page, 'Telling people').click();
      await page.getByPlaceholder('somebody').fill('ada');
      await button(page, 'Watch').click();
      await button(cardOf(page, FIRING), click).click();
      await cardOf(page, FIRING).getByText(word).waitFor();
      await button(page, 'Telling people').click();
      const row = page.locator('.channel-list li').filter({ hasText: listed });
      await row.waitFor();
      await lookAt(page, click.startsWith('Ack') ? 'acknowledged' : 'silenced');
      await button(row, 'End').click();
      await row.waitFor({ state: 'detached' });
      await button(page, 'Watch').click();
      await button(cardOf(page, FIRING), 'Acknowledge').waitFor();
      expect(faults).toEqual([]);
    },
    CLICKS_MS_MAX,
  );

  test(
    'sends again what was given up, and a test of a channel, and says who did it',
    async () => {
      const { page, faults } = await openAlarms();
      const dead = (await deadOnes()).length;
      await button(page, 'Telling people').click();
      await button(page, 'Only failed').click();
      const rows = page.getByRole('region', { name: 'Deliveries' }).locator('tbody tr');
      await vi.waitUntil(async () => (await rows.count()) === dead);
      await lookAt(page, 'dead');
      answer = 204;
      await button(rows.first(), 'Replay').click();
      await vi.waitUntil(() => types.length > 0, { timeout: 20_000 });
      await button(page, /^Replay all/).click();
      await vi.waitUntil(async () => (await deadOnes()).length === 0, { timeout: 60_000 });
      await vi.waitUntil(() => types.length >= dead, { timeout: 60_000 }); // Sent in their turn.
      types.length = 0;
      await button(page, 'Test demo').click();
      await page.getByRole('status').filter({ hasText: 'Resolved:' }).waitFor();
      expect(types).toEqual(expect.arrayContaining(['alarm.firing', 'alarm.resolved']));
      await page.locator('.note-list').getByText('testChannel').first().waitFor();
      await lookAt(page, 'told');
      expect(faults).toEqual([]);
    },
    CLICKS_MS_MAX,
  );

  test(
    'makes an alarm with its past drawn, a threshold from history and quiet hours',
    async () => {
      const { page, faults } = await openAlarms();
      await button(page, 'New alarm').click();
      const editor = page.getByRole('dialog');
      await editor.getByLabel('Name').fill(MADE);
      await editor.getByLabel('Metric').selectOption('invocations');
      await editor.getByLabel('Threshold').fill('1');
      await editor.getByText(/would have fired \d+ times/).waitFor();
      const { painted } = await inkOf(editor.locator('canvas').first());
      expect(painted).toBeGreaterThan(1000);
      const suggestion = editor.locator('.threshold-choices button').first();
      await suggestion.click();
      const threshold = await editor.getByLabel('Threshold').inputValue();
      expect(Number(threshold)).toBeGreaterThan(1);
      await editor.getByLabel('Quiet from').fill('22:00');
      await editor.getByLabel('Quiet to').fill('06:00');
      await lookAt(page, 'editor');
      await button(editor, 'Save').click();
      const row = page.locator('.alarm-table tr').filter({ hasText: MADE }).first();
      await row.waitFor({ timeout: 30_000 });
      const { rules } = await ask<AlarmRulesReply>(API.alarmRules);
      const text = rules.map((one) => one.text as Record<string, unknown>); // As we sent it.
      expect(text.find(({ name }) => name === MADE)).toMatchObject({
        threshold,
        mute: [{ from: '22:00', to: '06:00' }],
      });
      await button(row, 'Edit').click();
      expect(await page.getByRole('dialog').getByLabel('Quiet from').inputValue()).toBe('22:00');
      await button(page.getByRole('dialog'), 'Close').click();
      await button(row, 'Delete').click();
      await button(row, 'Really delete').click();
      await row.waitFor({ state: 'detached', timeout: 30_000 });
      expect(faults).toEqual([]);
    },
    CLICKS_MS_MAX,
  );

  test(
    'draws what is usual beside an alarm against its own past, and tries it',
    async () => {
      const { page, faults } = await openAlarms();
      const row = page.locator('.alarm-table tr').filter({ hasText: 'Spend against its week' });
      const band = row.locator('path.alarm-band').first();
      await vi.waitUntil(async () => ((await band.getAttribute('d')) ?? '') !== '', {
        timeout: 20_000,
      });
      await row.first().scrollIntoViewIfNeeded();
      await lookAt(page, 'watch');
      await button(row.first(), 'Try').click();
      const editor = page.getByRole('dialog');
      expect(await editor.getByLabel('Metric').inputValue()).toBe('cost');
      expect(await editor.getByLabel('Threshold').inputValue()).toBe('6');
      await editor.getByText(/would have fired/).waitFor();
      expect(faults).toEqual([]);
    },
    CLICKS_MS_MAX,
  );
});
