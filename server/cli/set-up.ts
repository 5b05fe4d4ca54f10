/** Waits for the first admin: until there is one, nothing is read and nothing is answered. */
import { Access } from '../access/access.ts';
import { newSecret } from '../access/secret.ts';
import { createSetUpApp } from '../api/set-up-app.ts';
import type { PageFiles } from '../api/page-routes.ts';
import type { Config } from '../config/config.ts';
import type { Store } from '../store/store.ts';
import { listen } from './listen.ts';
import { UsageError, type Root } from './root.ts';

const LINK_MS = 15 * 60_000;
/** An admin may come by the command line as well. */
const LOOK_EVERY_MS = 1_000;
const EVERYWHERE = new Set(['0.0.0.0', '::']);

/** Says who asks, once somebody can. @throws UsageError when nobody used the link in time */
export async function openAccess(
  config: Config,
  {
    store,
    page,
    hosts,
  }: {
    readonly store: Store;
    readonly page: PageFiles;
    readonly hosts: ReadonlySet<string>;
  },
  root: Root,
): Promise<Access> {
  const settings = config.access;
  if (
    settings.isRequired &&
    EVERYWHERE.has(new URL(config.pageUrl).hostname.replace(/[[\]]/g, ''))
  ) {
    const hint = 'Set pageUrl in the config, such as https://outcrop.example.com';
    throw new UsageError(`Under which address do people open ${config.host}?`, hint);
  }
  const access = new Access({ store: store.access, settings, nowMs: root.nowMs });
  const hasAdmin = settings.grants.some(({ role }) => role === 'admin');
  const isKnown = settings.proxy !== null || (settings.oidc !== null && hasAdmin);
  if (!settings.isRequired || isKnown || store.access.users().length > 0) return access;
  try {
    await untilSetUp(access, { config, page, hosts }, root);
    return access;
  } catch (error) {
    store.close();
    throw error;
  }
}

async function untilSetUp(
  access: Access,
  {
    config,
    page,
    hosts,
  }: {
    readonly config: Config;
    readonly page: PageFiles;
    readonly hosts: ReadonlySet<string>;
  },
  root: Root,
): Promise<void> {
  const secret = newSecret();
  let isDone = (): void => undefined;
  const done = new Promise<void>((resolve) => (isDone = resolve));
  const onInternalError = (error: unknown): void => {
    root.writeError(`outcrop: ${error instanceof Error ? error.message : 'failed'}\n`);
  };
  const app = createSetUpApp({ access, page, hosts, secret, onInternalError, onDone: isDone });
  const { address, close } = await listen(app.fetch, config);
  root.writeError(wordsOf(config, address.port, secret));
  const look = setInterval(() => {
    if (access.store.users().length > 0) isDone();
  }, LOOK_EVERY_MS);
  const isInTime = await Promise.race([done.then(() => true), after(LINK_MS).then(() => false)]);
  clearInterval(look);
  await new Promise((resolve) => setTimeout(resolve, 100)); // The last reply is on its way.
  await close();
  if (isInTime) return;
  const hint = 'Start it again for a new link, or make an admin with `outcrop user add`.';
  throw new UsageError('Nobody opened the link in 15 minutes.', hint);
}

function wordsOf({ host, pageUrl, database }: Config, port: number, secret: string): string {
  const url = new URL('/set-up', pageUrl);
  if (url.port === '0') url.port = String(port);
  return `Outcrop may be reached at ${host} and has no admin: it answers nothing until there is one.
Open this link once, within 15 minutes:

  ${url.href}#${secret}

or run: outcrop user add NAME --role admin --db ${database}
`;
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
