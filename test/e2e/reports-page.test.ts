/** The page of reports in a real browser: read in a frame, downloaded, made by keyboard. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { writeFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { API } from '../../shared/contract.ts';
import type { ReportsReply } from '../../shared/report-contract.ts';
import { DAY_MS } from '../../shared/window.ts';
import { CHROMIUM_FLAGS } from '../support/chromium-path.ts';
import { describeInChromium } from '../support/chromium.ts';
import { openPage, savePicture, seriousFaults, untilShown } from './browser.ts';
import { DEMO_MS_MAX, startServe, temporaryFolder } from './outcrop.ts';
import type { Demo } from './serving.ts';
import { recordOf, writeBucket } from './records.ts';

/** A name that would be a script, if anything took it for one. */
const HOSTILE = '<img src=x onerror=alert(1)>';

describeInChromium('the page of reports', (executablePath) => {
  const folder = temporaryFolder();
  const day = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
  let server: Demo;
  let browser: Browser;

  const list = async (): Promise<ReportsReply> =>
    (await (await fetch(`${server.url}${API.reports}`)).json()) as ReportsReply; // Its contract.

  beforeAll(async () => {
    const lines = ['acme', 'acme', HOSTILE].map((tenant, index) => {
      return recordOf(index, { tenant }).replace('2026-11-01T', `${day}T`);
    });
    const bucket = writeBucket(path.join(folder, 'logs'), { 'a.json.gz': lines });
    const config = {
      database: path.join(folder, 'outcrop.db'),
      listen: '127.0.0.1:0',
      directories: [bucket],
      report: { nightlyAt: '00:00', directory: path.join(folder, 'out'), waitMinutes: 0 },
      reports: [
        { name: 'lake', kind: 'focus', at: '00:00', waitMinutes: 0, directory: '/dev/null/no' },
      ],
      attribution: {
        rules: [{ name: 'said', when: { 'metadata.tenant': '(.+)' }, tenant: '$1' }],
      },
    };
    const file = path.join(folder, 'outcrop.yaml');
    writeFileSync(file, JSON.stringify(config)); // JSON is YAML.
    server = await startServe(file);
    // The pass of reports comes each minute, and the first may be before the folder is read.
    await vi.waitUntil(async () => (await list()).reports.length >= 2, { timeout: 90_000 });
    browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  }, DEMO_MS_MAX);

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const open = async (page: Page): Promise<void> => {
    await page.goto(`${server.url}/?view=reports`);
    await untilShown(page);
  };

  test('tells what went out, what failed, and what is due', async () => {
    const { page, faults } = await openPage(browser);
    await open(page);
    expect(await page.locator('h1').innerText()).toContain(`The report of ${day} is preliminary`);
    const nightly = page.getByRole('region', { name: 'Nightly reports' });
    expect(await nightly.locator('tbody tr').first().innerText()).toContain('arrived at 1 place');
    const sent = page.getByRole('region', { name: 'Deliveries of reports' });
    expect(await sent.innerText()).toMatch(/Due\s+lake.*cannot be written to: E/s);
    const made = page.getByRole('region', { name: 'Made by itself' });
    expect(await made.innerText()).toMatch(/lake\s+FOCUS export\s+everything\s+00:00 UTC/);
    expect(faults).toEqual([]);
  });

  test('makes one by keyboard, shows it in a frame without scripts, and hands out its bytes', async () => {
    const { page } = await openPage(browser);
    await open(page);
    await page.getByLabel('What').focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.getByLabel('What').inputValue()).toBe('statement');
    await page.getByRole('button', { name: 'Make it' }).focus();
    await page.keyboard.press('Enter');
    const statements = page.getByRole('region', { name: 'Statements' });
    await statements.getByText('acme', { exact: true }).waitFor();
    const read = statements.getByRole('button', { name: /^Read -img-src/ });
    await read.focus();
    await page.keyboard.press('Enter');
    const frame = page.frameLocator('iframe');
    await frame.getByText(HOSTILE).first().waitFor();
    await savePicture(page, 'reports-preview');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      statements.getByRole('link', { name: 'CSV' }).click(),
    ]);
    const reply = await list();
    const made = reply.reports.find(({ kind }) => kind === 'statement');
    const saved = readFileSync(await download.path());
    expect(made?.files.find(({ name }) => name === download.suggestedFilename())?.bytes).toBe(
      saved.length,
    );
    expect(saved.toString()).toContain('acme');
    await page.getByRole('region', { name: /^Report / }).focus();
    await page.keyboard.press('Escape');
    expect(await page.locator('iframe').count()).toBe(0);
  });

  test('says what is wrong with an order', async () => {
    const { page } = await openPage(browser);
    await open(page);
    await page.getByLabel('Day').fill('2001-01-01');
    await page.getByLabel('What').selectOption('statement');
    await page.getByLabel('Month').fill('2001-01');
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('No tenant that is asked for has usage in 2001-01.').waitFor();
  });

  test.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 390],
  ] as const)('is clean for anyone in %s at %i px', async (colorScheme, width) => {
    const { page, faults } = await openPage(browser, { colorScheme, width });
    await open(page);
    await savePicture(page, `reports-${colorScheme}-${width}`);
    expect(await seriousFaults(page)).toEqual([]);
    const overflow = await page.evaluate(() => {
      return document.documentElement.scrollWidth - document.documentElement.clientWidth;
    });
    expect({ overflow, faults }).toEqual({ overflow: 0, faults: [] });
  });
});
