/** Who comes in and by which door, in a browser: each sees and may what is theirs. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCESS_API } from '../../shared/access-contract.ts';
import { CHROMIUM_FLAGS } from '../support/chromium-path.ts';
import { describeInChromium } from '../support/chromium.ts';
import { PEOPLE, RANGE, startAccessServer, type AccessServer } from './access-server.ts';
import { openPage, seriousFaults, untilShown, watchedPage, type SignedIn } from './browser.ts';
import { DEMO_MS_MAX, temporaryFolder } from './outcrop.ts';

const PASSWORD = 'correct horse battery';
const CHOSEN = 'staple of their own';

/** Bodies of what the API answers to a page from now on; streams have no end. */
function answersTo(page: Page): readonly Promise<string>[] {
  const answers: Promise<string>[] = [];
  page.on('response', (response) => {
    const isStream = response.headers()['content-type']?.startsWith('text/event-stream') ?? false;
    if (!response.url().includes('/api/') || isStream) return;
    answers.push(response.text().catch(() => '')); // Gone with the page that asked for it.
  });
  return answers;
}

/** Doors have headings as views have: only behind them is there a rail. */
async function untilIn(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).waitFor();
  await untilShown(page);
}

/** Makes a user with a link, as an admin does. @returns the link */
async function invite(page: Page, name: string, tenants: string): Promise<string> {
  const form = page.getByRole('form', { name: 'Add a user' });
  await form.getByLabel('New user').fill(name);
  await form.getByLabel('Only these tenants').fill(tenants);
  await form.getByRole('button', { name: 'Add, and make a link' }).click();
  return page.getByRole('region', { name: `the link for ${name}` }).innerText();
}

/** Signs in at the provider, whose pages would fetch a typeface from elsewhere. */
async function cross(page: Page, url: string, login: string): Promise<void> {
  await page.route(/googleapis/, (route) => route.fulfill({ contentType: 'text/css', body: '' }));
  await page.goto(`${url}/?view=reports`);
  await page.getByRole('link', { name: 'Sign in with Example' }).click();
  await page.locator('[name=login]').fill(login);
  await page.locator('[name=password]').fill('any');
  await page.locator('[type=submit]').click();
  await page.locator('[name=prompt][value=consent]').waitFor({ state: 'attached' });
  await page.locator('[type=submit]').click();
  await page.waitForURL(({ origin }) => origin === url);
}

describeInChromium('who comes in', (executablePath) => {
  const folder = temporaryFolder();
  let server: AccessServer;
  let browser: Browser;
  let admin: SignedIn;
  let setUpFaults: readonly string[];

  beforeAll(async () => {
    [server, browser] = await Promise.all([
      startAccessServer(folder),
      chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] }),
    ]);
    const context = await browser.newContext();
    const { page, faults } = await watchedPage(context);
    await page.goto(server.setUpLink);
    await page.getByLabel('Name').fill('ada');
    await page.getByLabel('New password').fill(PASSWORD);
    const serious = await seriousFaults(page);
    await page.getByRole('button', { name: 'Make admin' }).click();
    await server.begun;
    await untilIn(page);
    admin = await context.storageState();
    setUpFaults = [...faults, ...serious];
    await context.close();
  }, DEMO_MS_MAX);

  afterAll(async () => {
    await browser.close();
    await (await server.begun).stop();
    await server.provider.close();
  });

  const settings = async () => {
    const opened = await openPage(browser, { signedIn: admin });
    await opened.page.goto(`${server.url}/?view=settings`);
    await untilShown(opened.page);
    return opened;
  };

  test('the first admin comes by the printed link', () => {
    expect(setUpFaults).toEqual([]);
  });

  test('whoever is invited to one tenant sees no other on any view', async () => {
    const { page: adminPage, faults: adminFaults } = await settings();
    const link = await invite(adminPage, 'mia', 'acme');
    expect(await seriousFaults(adminPage)).toEqual([]);
    const { page, faults } = await openPage(browser);
    await page.goto(link);
    await page.getByRole('heading', { name: 'Choose your password' }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByLabel('New password').fill(CHOSEN);
    await page.getByRole('button', { name: 'Set it and sign in' }).click();
    await untilIn(page);
    const answers = answersTo(page);
    await page.goto(`${server.url}/?groupBy=tenant&${RANGE}`);
    await untilShown(page);
    const views = await page.locator('.rail-link').allInnerTexts();
    expect(views).toEqual(expect.arrayContaining(['Spend', 'Invocations', 'Alarms', 'Settings']));
    expect(views).not.toContain('Attribution');
    for (const view of views) {
      await page.getByRole('link', { name: view }).first().click();
      await untilShown(page);
      expect(await page.content(), view).not.toContain('globex');
    }
    await page.goto(`${server.url}/?view=attribution&${RANGE}`);
    await untilShown(page);
    const told = (await Promise.all(answers)).join('\n');
    expect(told).toContain('acme');
    expect(told).not.toContain('globex');
    expect([...faults, ...adminFaults]).toEqual([]);
  });

  test('what a user may and sees is changed on the page', async () => {
    const { page, faults } = await settings();
    await invite(page, 'tom', 'acme');
    const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'tom' }) });
    await row.getByRole('button', { name: 'Change what tom may' }).click();
    const form = page.getByRole('form', { name: 'Change what tom may' });
    await form.getByLabel('Only these tenants').fill('acme, globex');
    await form.getByRole('button', { name: 'Save' }).click();
    await row.getByRole('cell', { name: 'acme, globex' }).waitFor();
    await row.getByRole('button', { name: 'Change what tom may' }).click();
    await form.getByLabel('Role').selectOption('editor');
    await form.getByRole('button', { name: 'Save' }).click();
    await row.getByRole('cell', { name: 'editor' }).waitFor();
    await row.getByRole('cell', { name: 'all tenants' }).waitFor();
    expect(faults).toEqual([]);
  });

  test('a password for once opens the change of it and nothing else, until sign-out', async () => {
    const { page: adminPage } = await settings();
    const user = { name: 'once', role: 'viewer', tenants: ['acme'], password: PASSWORD };
    const made = await adminPage.request.post(`${server.url}${ACCESS_API.users}`, {
      data: user,
      headers: { origin: server.url },
    });
    expect(made.status()).toBe(200);
    const { page, faults } = await openPage(browser);
    await page.goto(`${server.url}/?view=settings`);
    await page.getByRole('heading', { name: 'Sign in to Outcrop' }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByLabel('Name').fill('once');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByLabel('Password until now').fill(PASSWORD);
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByLabel('New password').fill(CHOSEN);
    await page.getByRole('button', { name: 'Change it' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Outcrop' }).waitFor();
    expect(faults).toEqual([]);
  });

  test('a token is told once, and revoked', async () => {
    const { page, faults } = await settings();
    const form = page.getByRole('form', { name: 'Make a token' });
    await form.getByLabel('New token').fill('prometheus');
    await form.getByRole('button', { name: 'Make a token' }).click();
    const token = await page.getByRole('region', { name: 'the token' }).innerText();
    const ask = async () => {
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`${server.url}/api/v1/status`, { headers })).status;
    };
    expect(await ask()).toBe(200);
    await page.reload();
    await untilShown(page);
    expect(await page.content()).not.toContain(token);
    await page.getByRole('button', { name: 'Revoke prometheus' }).click();
    await page.getByRole('button', { name: /Revoke prometheus: press again/ }).click();
    await page.getByRole('cell', { name: 'revoked' }).waitFor();
    expect(await ask()).toBe(401);
    expect(faults).toEqual([]);
  });

  test('a shared link opens the same view for somebody without an account', async () => {
    const { page: adminPage } = await openPage(browser, { signedIn: admin });
    await adminPage.goto(`${server.url}/?view=spend&metric=invocations&${RANGE}`);
    await untilShown(adminPage);
    await adminPage.getByRole('button', { name: 'Share this view' }).click();
    await adminPage.getByLabel('Only these tenants').fill('acme');
    await adminPage.getByRole('button', { name: 'Make a link' }).click();
    const link = await adminPage.getByRole('region', { name: 'the link' }).innerText();
    const { page, faults } = await openPage(browser);
    await page.goto(link);
    await page.waitForURL(/view=spend/);
    await untilShown(page);
    const asked = new URL(page.url()).searchParams;
    expect([asked.get('view'), asked.get('metric')]).toEqual(['spend', 'invocations']);
    expect(await page.content()).not.toContain('globex');
    expect(await seriousFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
  });

  test('a viewer from the provider is shown what may be read, and no control', async () => {
    const { page, faults } = await openPage(browser);
    await cross(page, server.url, 'vic');
    await untilIn(page);
    expect(await page.getByRole('button', { name: 'Make it' }).count()).toBe(0);
    await page.goto(`${server.url}/?view=attribution&${RANGE}`);
    await untilShown(page);
    expect(await page.content()).toContain('globex');
    expect(await page.getByLabel('Rules as YAML').count()).toBe(0);
    await page.goto(`${server.url}/?view=alarms`);
    await untilShown(page);
    await page.getByRole('button', { name: 'Telling people' }).click();
    await untilShown(page);
    expect(await page.locator('main input').count()).toBe(0);
    await page.goto(`${server.url}/?view=settings`);
    await page.getByText('vic@example.com').first().waitFor();
    expect(await page.getByText('by the provider of identity').count()).toBe(1);
    expect(faults).toEqual([]);
  });

  test('an editor by a group makes reports, and is out in every browser without it', async () => {
    const { page: before, faults } = await openPage(browser);
    await cross(before, server.url, 'gil');
    await untilIn(before);
    await before.getByRole('button', { name: 'Make it' }).waitFor();
    PEOPLE.set('gil', { email: 'gil@example.com', email_verified: true, groups: [] });
    const { page } = await openPage(browser);
    await cross(page, server.url, 'gil');
    await page.getByText('You signed in as gil@example.com').waitFor();
    await before.reload();
    await before.getByRole('heading', { name: 'Sign in to Outcrop' }).waitFor();
    expect(faults.filter((one) => !one.includes('401'))).toEqual([]);
  });

  test('whom the provider knows and nobody granted anything gets a page that says so', async () => {
    const { page, faults } = await openPage(browser);
    await cross(page, server.url, 'eve');
    await page.getByRole('heading', { name: 'You are known, and may see nothing yet' }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(faults.filter((one) => !one.includes('403'))).toEqual([]);
  });
});
