/** Routes by which people sign in at a provider of identity: away to it, and back. */
import { Hono, type Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { OIDC_START_PATH } from '../../shared/access-contract.ts';
import type { Asker } from '../../shared/access.ts';
import type { Access } from '../access/access.ts';
import type { OidcSettings } from '../access/access-settings.ts';
import { grantedToIdentity, identityOf, isLetIn, type Identity } from '../access/identity.ts';
import { CALLBACK_PATH, Oidc } from '../access/oidc.ts';
import { ownPath } from '../access/own-path.ts';
import { SignInError } from '../access/sign-in-error.ts';
import { SIGN_IN_FAULTS } from '../access/sign-in-faults.ts';
import { TICKET_MS_MAX, TicketSeal } from '../access/sign-in-ticket.ts';
import { TryLimit } from '../access/try-limit.ts';
import { knockOf } from './knock.ts';
import type { PageFiles } from './page-routes.ts';
import { problemPage, type Problem } from './problem-page.ts';
import { beginSession } from './session-routes.ts';

/** An office may sign in from one address in the morning. */
const TRIES_MAX = 60;
const SEARCH_CHARS_MAX = 8_000;

interface Parts {
  readonly access: Access;
  readonly page: PageFiles;
  readonly onInternalError: (error: unknown) => void;
}

/** Without a provider in the config these addresses say so. */
export function oidcRoutes({ access, page, onInternalError }: Parts): Hono {
  const app = new Hono();
  const { oidc: settings, pageUrl } = access.settings;
  if (settings === null) {
    const none = (c: Context): Promise<Response> => problemPage(c, NO_PROVIDER, page);
    return app.get(OIDC_START_PATH, none).get(CALLBACK_PATH, none);
  }
  const oidc = new Oidc(settings, pageUrl, access.nowMs);
  const door: Door = {
    access,
    oidc,
    settings,
    seal: new TicketSeal(),
    limit: new TryLimit(TRIES_MAX),
  };
  const orProblem = (work: (c: Context, door: Door) => Promise<Response>) => {
    return async (c: Context): Promise<Response> => {
      c.header('cache-control', 'no-store');
      try {
        return await work(c, door);
      } catch (error) {
        if (!(error instanceof SignInError)) throw error;
        if (error.cause !== undefined) onInternalError(new Error(error.message));
        note(c, access, { who: 'somebody', action: 'signIn.failed', detail: `oidc ${error.code}` });
        return problemPage(
          c,
          { status: SIGN_IN_FAULTS[error.code].status, ...wordsOf(error) },
          page,
        );
      }
    };
  };
  app.get(OIDC_START_PATH, orProblem(start));
  app.get(
    CALLBACK_PATH,
    orProblem((c) => finish(c, door, page)),
  );
  return app;
}

interface Door {
  readonly access: Access;
  readonly oidc: Oidc;
  readonly settings: OidcSettings;
  readonly seal: TicketSeal;
  readonly limit: TryLimit;
}

async function start(c: Context, { access, oidc, seal, limit }: Door): Promise<Response> {
  holdBack(c, access, limit);
  const { url, ticket } = await oidc.start(ownPath(c.req.query('next')));
  // Lax, since the way back begins at the provider; it opens nothing by itself.
  const maxAge = TICKET_MS_MAX / 1000;
  setCookie(c, ticketName(access), seal.seal(ticket), { ...ticketOptions(access), maxAge });
  return c.redirect(url, 302);
}

async function finish(c: Context, door: Door, page: PageFiles): Promise<Response> {
  const { access, oidc, settings, seal, limit } = door;
  holdBack(c, access, limit);
  const sealed = getCookie(c, ticketName(access));
  deleteCookie(c, ticketName(access), ticketOptions(access)); // For one return.
  const ticket = sealed === undefined ? null : seal.open(sealed, access.nowMs());
  const { search } = new URL(c.req.url);
  if (ticket === null || search.length > SEARCH_CHARS_MAX) {
    const hint = 'Sign in again; it takes a browser that keeps cookies, and ten minutes at most.';
    throw new SignInError('overdue', 'This sign-in is over, or began elsewhere.', { hint });
  }
  const who = identityOf(await oidc.finish(search, ticket), settings);
  const isIn = isLetIn(who, settings);
  const granted = isIn ? grantedToIdentity(who, access.settings.grants) : null;
  access.endOtherGrants(who.user, granted); // Whoever has lost a group has lost it everywhere.
  if (!isIn) {
    const hint = 'Sign in with another account, or ask an admin of Outcrop.';
    throw new SignInError('outside', 'People of your account are not let in here.', { hint });
  }
  if (granted === null) return refuse(c, { access, page, who });
  enter(c, access, { who, granted });
  return c.redirect(ticket.next, 303);
}

function enter(
  c: Context,
  access: Access,
  { who, granted }: { readonly who: Identity; readonly granted: Asker },
): void {
  note(c, access, { who: who.user, action: 'signIn', detail: 'oidc' });
  beginSession(c, access, access.begin(who.user, 'oidc', granted));
}

/** Known elsewhere is not let in here: nobody gets a role that the config does not give. */
function refuse(
  c: Context,
  { access, page, who }: { access: Access; page: PageFiles; who: Identity },
): Promise<Response> {
  note(c, access, { who: who.user, action: 'signIn.failed', detail: 'oidc notGranted' });
  const problem: Problem = {
    status: 403,
    title: 'You are known, and may see nothing yet',
    message: `You signed in as ${who.user}, and nothing here is granted to that name.`,
    hint: 'Ask an admin of Outcrop for a line in access.grants, by your name or a group of yours.',
  };
  return problemPage(c, problem, page);
}

function holdBack(c: Context, access: Access, limit: TryLimit): void {
  const address = access.addressOf(knockOf(c));
  if (limit.count(`oidc ${address}`, address, access.nowMs()) === null) return;
  const hint = 'Wait a minute; whoever has signed in stays so.';
  throw new SignInError('tooOften', 'Too many tries from your address.', { hint });
}

function note(
  c: Context,
  access: Access,
  event: { readonly who: string; readonly action: string; readonly detail: string },
): void {
  const subject = access.addressOf(knockOf(c));
  access.store.addAudit({ atMs: access.nowMs(), subject, ...event });
}

function ticketName({ isSecure }: Access): string {
  return isSecure ? '__Host-outcrop-oidc' : 'outcrop-oidc';
}

function ticketOptions({ isSecure: secure }: Access) {
  return { path: '/', httpOnly: true, secure, sameSite: 'Lax' } as const;
}

function wordsOf({ message, hint }: SignInError): Omit<Problem, 'status'> {
  return { title: 'You are not signed in', message, hint };
}

const NO_PROVIDER: Problem = {
  status: 404,
  title: 'There is no other way in',
  message: 'This server knows no provider of identity.',
  hint: 'Sign in with a password, or set access.oidc in the config.',
};
