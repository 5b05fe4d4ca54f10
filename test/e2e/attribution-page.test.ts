/** The page on who pays, in a real browser: its figures, its editor, and a file that it keeps. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { AttributionReply } from '../../shared/attribution-contract.ts';
import type { StatusReply } from '../../shared/contract.ts';
import { parseAttoUsd } from '../../shared/money.ts';
import { DAY_MS } from '../../shared/window.ts';
import { formatUsd } from '../../web/format/money.ts';
import { CHROMIUM_FLAGS } from '../support/chromium-path.ts';
import { describeInChromium } from '../support/chromium.ts';
import { openPage, savePicture, seriousFaults, untilShown } from './browser.ts';
import { DEMO_MS_MAX, startServe, temporaryFolder } from './outcrop.ts';
import type { Demo } from './serving.ts';
import { recordOf, writeBucket } from './records.ts';

const RULES = `rules:
  - name: said by the caller
    when: { metadata.tenant: '(.+)' }
    tenant: '$1'
  - name: nobody does so
    when: { user: 'nobody' }
    tenant: nobody
`;
const CATCH_ALL = `${RULES}  - name: by role
    when: { role: '(.+)' }
    tenant: 'role $1'
`;
const CALLS = { acme: 6, globex: 3, nobody: 2 } as const;

describeInChromium('the page on attribution', (executablePath) => {
  const folder = temporaryFolder();
  const rulesFile = path.join(folder, 'rules.yaml');
  let server: Demo;
  let browser: Browser;

  beforeAll(async () => {
    // The editor tries the calls of the last days, so that those of the test are of yesterday.
    const day = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
    const senders = Object.entries(CALLS).flatMap(([name, count]) =>
      Array<string>(count).fill(name),
    );
    const lines = senders.map((tenant, index) => {
      const record = recordOf(index, tenant === 'nobody' ? {} : { tenant });
      return record.replace('2026-11-01T', `${day}T`);
    });
    const bucket = writeBucket(path.join(folder, 'logs'), { 'a.json.gz': lines });
    writeFileSync(rulesFile, RULES);
    const config = {
      database: path.join(folder, 'outcrop.db'),
      listen: '127.0.0.1:0',
      directories: [bucket],
      attribution: { rulesFile },
      sharedCost: [{ name: 'search for all', from: 'tenant=globex' }],
      tenants: [{ tenant: 'acme', name: 'Acme Shop', parent: 'retail', owner: 'ann@example.com' }],
    };
    const file = path.join(folder, 'outcrop.yaml');
    writeFileSync(file, JSON.stringify(config)); // JSON is YAML.
    server = await startServe(file);
    await vi.waitUntil(
      async () => {
        const status = await fetch(`${server.url}/api/v1/status`);
        return ((await status.json()) as StatusReply).invocations === senders.length;
      },
      { timeout: 30_000, interval: 300 },
    );
    browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  }, DEMO_MS_MAX);

  afterAll(async () => {
    await browser.close();
    await server.stop();
  });

  const open = async (page: Page): Promise<void> => {
    await page.goto(`${server.url}/?view=attribution`);
    await untilShown(page);
  };
  const editorOf = (page: Page) => page.getByRole('textbox', { name: 'Rules as YAML' });

  test('shows the figures that the API tells', async () => {
    const response = await fetch(`${server.url}/api/v1/attribution`);
    const reply = (await response.json()) as AttributionReply; // The contract of this address.
    const { page, faults } = await openPage(browser);
    await open(page);
    const rows = page.getByRole('region', { name: 'Rules' }).locator('tbody tr');
    const [first, second, nobody] = await rows.allInnerTexts();
    expect(first).toContain(usd(reply.rules[0]?.cost));
    expect(first).toMatch(/\t9\t/);
    expect(second).toContain('never matched');
    const openAttoUsd = parseUsd(reply.cost) - parseUsd(reply.attributedCost);
    expect(nobody).toContain(formatUsd(openAttoUsd));
    expect(await page.locator('h1').innerText()).toContain('81.8');
    const tenants = await page.getByRole('region', { name: 'Tenants' }).innerText();
    const acme = reply.tenants.find(({ tenant }) => tenant === 'acme');
    for (const text of ['Acme Shop', 'ann@example.com', 'retail', usd(acme?.costWithin)]) {
      expect(tenants).toContain(text);
    }
    const shared = await page.getByRole('region', { name: 'Shared cost' }).innerText();
    const globex = reply.tenants.find(({ tenant }) => tenant === 'globex');
    expect(shared).toContain(`search for all ${usd(globex?.cost)}`);
    expect(shared).not.toContain('globex');
    const [caller] = reply.callers;
    await page.getByText(caller?.principal ?? '').click();
    expect(await page.getByRole('region', { name: /^rule for / }).innerText()).toBe(caller?.rule);
    expect(faults).toEqual([]);
  });

  test('points at a mistake, line and column, and keeps nothing', async () => {
    const { page } = await openPage(browser);
    await open(page);
    await editorOf(page).fill(RULES.replace('    tenant: nobody\n', '    tenat: nobody\n'));
    const place = page.getByRole('button', { name: /^Line \d+, column \d+$/ }).first();
    await place.click();
    const at = await editorOf(page).evaluate((one) => {
      return one instanceof HTMLTextAreaElement ? one.value.slice(0, one.selectionStart) : '';
    });
    expect(at.split('\n').length).toBeGreaterThanOrEqual(5);
    expect(await editorOf(page).getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
    await savePicture(page, 'attribution-mistake');
    expect(await seriousFaults(page)).toEqual([]);
  });

  test.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 390],
  ] as const)('previews other rules by tenant, in %s at %i px', async (colorScheme, width) => {
    const { page, faults } = await openPage(browser, { colorScheme, width });
    await open(page);
    await editorOf(page).fill(CATCH_ALL);
    const changes = page.getByRole('region', { name: 'Tenants before and after' });
    await changes.waitFor();
    const text = await changes.innerText();
    expect(text).toMatch(/Unattributed\t\$[\d.]+\t\$0\.00/);
    expect(text).toMatch(/role OrdersApi\t\$0\.00\t\$[\d.]+/);
    const preview = await page.getByRole('region', { name: 'What would change' }).innerText();
    expect(preview).toContain('2 calls');
    await savePicture(page, `attribution-${colorScheme}-${width}`);
    expect(await seriousFaults(page)).toEqual([]);
    const overflow = await page.evaluate(() => {
      return document.documentElement.scrollWidth - document.documentElement.clientWidth;
    });
    expect({ overflow, faults }).toEqual({ overflow: 0, faults: [] });
  });

  test('saves rules into their file, and applies those in force to stored calls', async () => {
    const { page, faults } = await openPage(browser);
    await open(page);
    await editorOf(page).fill(CATCH_ALL);
    const save = page.getByRole('button', { name: 'Save', exact: true });
    await vi.waitUntil(() => save.isEnabled(), { timeout: 10_000 });
    await save.click();
    await page.getByText('Saved. The rules hold from the next start').waitFor();
    expect(readFileSync(rulesFile, 'utf8')).toBe(CATCH_ALL);
    await page.getByRole('button', { name: 'Apply the rules in force' }).click();
    await page.getByText(/The rules were applied from|Rules are being applied/).waitFor();
    expect(faults).toEqual([]);
  });
});

function parseUsd(text: string | null | undefined): bigint {
  return parseAttoUsd(text ?? '') ?? 0n;
}

function usd(text: string | null | undefined): string {
  return formatUsd(parseUsd(text));
}
