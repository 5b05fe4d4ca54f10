/** Every view before its first record, while it waits, and when an answer fails. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { StatusReply } from '../../shared/contract.ts';
import { VIEWS } from '../../web/state/views.ts';
import { CHROMIUM_FLAGS } from '../support/chromium-path.ts';
import { describeInChromium } from '../support/chromium.ts';
import { openPage, savePicture, untilShown } from './browser.ts';
import { DEMO_MS_MAX, startServe, temporaryFolder } from './outcrop.ts';
import type { Demo } from './serving.ts';
import { recordOf, writeBucket } from './records.ts';

/** Without it the page does not know who looks, and asks for nothing else. */
const SESSION = /\/api\/v1\/session(\?|$)/;
/** What the frame of the page asks for; the views ask when they have it. */
const FRAME = /\/api\/v1\/(status|alarms|events|session)(\?|$)/;
const REFUSAL = { ok: false, code: 'internal', message: 'It broke on purpose.', hint: 'Wait.' };

describeInChromium('every view', (executablePath) => {
  const folder = temporaryFolder();
  const servers = new Map<'empty' | 'full', Demo>();
  let browser: Browser;

  beforeAll(async () => {
    const record = recordOf(1, { tenant: 'acme' });
    for (const [name, files] of [
      ['empty', {}],
      ['full', { 'a.json.gz': [record] }],
    ] as const) {
      mkdirSync(path.join(folder, name));
      const directories = [writeBucket(path.join(folder, name), files)];
      const database = path.join(folder, `${name}.db`);
      const file = path.join(folder, `${name}.yaml`);
      writeFileSync(file, JSON.stringify({ database, listen: '127.0.0.1:0', directories }));
      servers.set(name, await startServe(file));
    }
    await vi.waitUntil(() => hasRecord(servers.get('full')), { timeout: 30_000, interval: 300 });
    browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  }, DEMO_MS_MAX);

  afterAll(async () => {
    await browser.close();
    for (const server of servers.values()) await server.stop();
  });

  const urlOf = (name: 'empty' | 'full', query: string): string => {
    return `${servers.get(name)?.url ?? ''}/?${query}`;
  };

  test.each(VIEWS)('is whole before the first record: %s', async (view) => {
    const { page, faults } = await openPage(browser);
    await page.goto(urlOf('empty', `view=${view}`));
    await untilShown(page);
    await savePicture(page, `empty-${view}`);
    expect(await page.locator('main').innerText()).not.toMatch(/undefined|NaN|null/);
    expect(faults).toEqual([]);
  });

  test('leads an empty install by the hand', async () => {
    const { page } = await openPage(browser);
    await page.goto(urlOf('empty', ''));
    await page.getByRole('heading', { name: 'Nothing has been read yet' }).waitFor();
    await page.getByText('steps done').waitFor();
    for (const name of ['Name what to read', 'Let Outcrop read', 'See the first dollar']) {
      await page.getByRole('heading', { name }).waitFor();
    }
    await page.getByRole('button', { name: 'a call of a small model' }).waitFor();
  });

  test.each(VIEWS)('holds the places of what is on its way: %s', async (view) => {
    const { page, faults } = await openPage(browser);
    const frame = await holdBack(page, (url) => FRAME.test(url) && !SESSION.test(url));
    const questions = await holdBack(page, (url) => !FRAME.test(url));
    await page.goto(urlOf('full', `view=${view}&${RANGE}`));
    await page.locator('main h1').waitFor();
    for (const part of [frame, questions]) {
      await page.waitForTimeout(LOOK_MS);
      expect(await page.locator('.failed').count()).toBe(0);
      expect(await page.locator('main').innerText()).not.toMatch(/undefined|NaN/);
      await part.letGo();
    }
    await untilShown(page);
    expect(faults).toEqual([]);
  });

  test.each(VIEWS)('says what failed, and keeps the rest: %s', async (view) => {
    const { page } = await openPage(browser);
    const refused: string[] = [];
    await page.route(/\/api\/v1\//, async (route) => {
      const isFrame = FRAME.test(route.request().url());
      if (isFrame || route.request().method() !== 'GET') return route.continue();
      refused.push(route.request().url());
      return route.fulfill({ status: 500, json: REFUSAL });
    });
    await page.goto(urlOf('full', `view=${view}&${RANGE}`));
    await page.locator('main h1').waitFor();
    await expect.poll(() => page.locator('main .skeleton').count()).toBe(0);
    const told = await page.getByText(REFUSAL.message).count();
    expect({ refused, told: told > 0 }).toEqual({ refused, told: refused.length > 0 });
  });

  test('keeps the last answer, and says so, when a new one fails', async () => {
    const { page } = await openPage(browser);
    await page.goto(urlOf('full', `view=spend&${RANGE}`));
    await untilShown(page);
    await refuse(page);
    await page.getByRole('combobox', { name: 'Group by' }).selectOption('model');
    await page
      .getByText(/Shown as of the last answer/)
      .first()
      .waitFor();
    expect(await page.locator('canvas').count()).toBeGreaterThan(0);
  });
});

const RANGE = 'from=2026-11-01T00%3A00%3A00Z&to=2026-11-02T00%3A00%3A00Z';

/** How long a wrong look has to come up; each is drawn in the frame after its cause. */
const LOOK_MS = 200;

/** Keeps requests waiting until they are let go, and all later ones go through. */
async function holdBack(page: Page, isHeldBack: (url: string) => boolean) {
  const held: (() => Promise<void>)[] = [];
  let isHeld = true;
  await page.route(/\/api\/v1\//, async (route) => {
    if (!isHeldBack(route.request().url())) return route.fallback();
    if (isHeld) held.push(() => route.continue());
    else await route.continue();
  });
  return {
    letGo: async (): Promise<void> => {
      isHeld = false;
      await Promise.allSettled(held.map((go) => go())); // What was given up needs no answer.
    },
  };
}

function refuse(page: Page): Promise<unknown> {
  return page.route(/\/api\/v1\/query/, (route) => route.fulfill({ status: 500, json: REFUSAL }));
}

async function hasRecord(server: Demo | undefined): Promise<boolean> {
  const response = await fetch(`${server?.url ?? ''}/api/v1/status`);
  return ((await response.json()) as StatusReply).invocations === 1; // The contract of that path.
}
