/** Routes of who has signed in where: the own sessions, and for admins all of them. */
import { Hono, type Context } from 'hono';
import { z } from 'zod';
import { ACCESS_API, type SessionsReply } from '../../shared/access-contract.ts';
import { isoTime } from '../../shared/window.ts';
import type { Access } from '../access/access.ts';
import type { StoredSession } from '../store/access-store.ts';
import { ApiError } from './api-error.ts';
import { whoAsks } from './who.ts';
import { guardWrite, readBody } from './write-guard.ts';

const ID_CHARS = 16;

/** What is sent to end one session. */
export const EndSessionBody = z.strictObject({ id: z.string().length(ID_CHARS) });

const SESSIONS_MAX = 500;

export function sessionListRoutes(access: Access): Hono {
  const app = new Hono();
  const guard = guardWrite(access.settings.pageUrl);
  const noStore = { 'cache-control': 'no-store' };
  const [own, all] = [ownSessions(access), allSessions(access)];
  app.get(ACCESS_API.ownSessions, (c) => c.json(replyOf(c, own(c)), 200, noStore));
  app.get(ACCESS_API.sessions, (c) => c.json(replyOf(c, all()), 200, noStore));
  app.post(ACCESS_API.endOwnSession, guard, async (c) => {
    await end(c, own(c), access);
    return c.json(replyOf(c, own(c)), 200, noStore);
  });
  app.post(ACCESS_API.endSession, guard, async (c) => {
    await end(c, all(), access);
    return c.json(replyOf(c, all()), 200, noStore);
  });
  return app;
}

function allSessions(access: Access) {
  return () => access.openSessions().slice(0, SESSIONS_MAX);
}

/** Of one person; those who came by one link are not one. */
function ownSessions(access: Access) {
  return (c: Context) => {
    const { name, how, sessionHash } = whoAsks(c);
    return access.openSessions().filter((one) => {
      if (how === 'link') return one.idHash === sessionHash;
      return sessionHash !== null && one.who === name && one.method === how;
    });
  };
}

async function end(c: Context, known: readonly StoredSession[], access: Access): Promise<void> {
  const { id } = await readBody(c, EndSessionBody);
  const found = known.find(({ idHash }) => idOf(idHash) === id);
  if (!found) throw new ApiError('notFound', `No session ${id} is open.`, 'Load the list again.');
  access.store.endSession(found.idHash);
}

/** Enough of the hash to tell it apart, and nothing that opens it. */
function idOf(idHash: string): string {
  return idHash.slice(0, ID_CHARS);
}

function replyOf(c: Context, found: readonly StoredSession[]): SessionsReply {
  const { sessionHash } = whoAsks(c);
  const sessions = found.map(({ idHash, who, method: how, createdAtMs, seenAtMs }) => {
    const times = { createdAt: isoTime(createdAtMs), seenAt: isoTime(seenAtMs) };
    return { id: idOf(idHash), who, how, ...times, isOwn: idHash === sessionHash };
  });
  return { sessions };
}
