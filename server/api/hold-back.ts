/** Holds back who asks too much: by person, and by network for those who have not signed in. */
import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import type { Access } from '../access/access.ts';
import { networkOf } from '../access/network.ts';
import type { Person } from '../access/person.ts';
import { API } from '../../shared/contract.ts';
import { ApiError } from './api-error.ts';
import { knockOf } from './knock.ts';
import { Pace } from './pace.ts';
import { askerOf, whoAsks } from './who.ts';

/** A page asks some fifteen questions, and again every five seconds while it is looked at. */
export const OF_PERSON = { burst: 1_000, perSecond: 50 } as const;
/** Enough for an office behind one address to open the page. */
export const OF_NETWORK = { burst: 300, perSecond: 10 } as const;

/** Points of routes that read much or ask AWS, and of those that change something. */
export const DEAR_POINTS = 20;
const DEAR: ReadonlySet<string> = new Set([
  API.topInvocations,
  API.whatIf,
  API.anomalies,
  API.sharedCost,
  API.attribution,
  API.quotas,
  API.testAlarm,
  API.alarmBars,
  API.priceCheck,
  API.doctor,
  API.reportFile,
]);

/** Asked by whoever watches over the process, with what is there in memory. */
const FREE: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/** Where nobody is asked who they are, whoever is on the machine may do everything anyway. */
export function createHoldBack(access: Access): (c: Context, person: Person | null) => void {
  const people = new Pace(OF_PERSON);
  const networks = new Pace(OF_NETWORK);
  return (c, person) => {
    if (FREE.has(c.req.path)) return;
    const points = pointsOf(c);
    const nowMs = access.nowMs();
    if (person === null) {
      const network = networkOf(access.addressOf(knockOf(c)));
      return refuse(c, networks.spend(network, points, nowMs));
    }
    const asker = askerOf(person);
    if (asker !== null) refuse(c, people.spend(asker, points, nowMs));
  };
}

function pointsOf(c: Context): number {
  return c.req.method === 'POST' || DEAR.has(c.req.path) ? DEAR_POINTS : 1;
}

function refuse(c: Context, waitSeconds: number | null): void {
  if (waitSeconds === null) return;
  c.header('retry-after', String(waitSeconds));
  const hint = `Ask again in ${waitSeconds} s; ask for more at once instead of more often.`;
  throw new ApiError('tooOften', 'You ask too often.', hint);
}

/** Streams that one asker may hold open: there is room for all pages of a few, not of one. */
export const STREAMS_MAX = 12;

/** Stands before the stream of events; a stream ends with its connection. */
export function limitStreams(): MiddlewareHandler {
  const open = new Map<string, number>();
  const add = (asker: string, more: number): void => {
    const count = (open.get(asker) ?? 0) + more;
    if (count > 0) open.set(asker, count);
    else open.delete(asker);
  };
  return async (c, next) => {
    const asker = askerOf(whoAsks(c));
    // The guarantee: the server puts its response there; without one nothing is held open.
    const { outgoing } = (c.env ?? {}) as Partial<HttpBindings>;
    if (asker === null || !outgoing) return next();
    if ((open.get(asker) ?? 0) >= STREAMS_MAX) {
      const hint = 'The page then asks by itself; close pages that nobody looks at.';
      throw new ApiError('busy', `${STREAMS_MAX} of your pages listen already.`, hint);
    }
    add(asker, 1);
    outgoing.once('close', () => add(asker, -1));
    return next();
  };
}
