/** A connection maker that looks at every resolved address before it connects to it. */
import { lookup as systemLookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { hostOf, isAddress, isOpenAddress, type GuardPolicy } from './url-guard.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** All addresses of a name; rejects when there is none. */
export type Resolver = (hostname: string) => Promise<readonly ResolvedAddress[]>;

export const systemResolver: Resolver = (hostname) => systemLookup(hostname, { all: true });

/** The connection was not made, as an address of the name is closed to webhooks. */
export class BlockedAddressError extends Error {
  constructor() {
    super('The name resolves to an address that webhooks may not be sent to.');
    this.name = 'BlockedAddressError';
  }
}

const CONNECT_MS_MAX = 10_000;
const HEADER_BYTES_MAX = 16_384;

/**
 * An agent for one delivery; close it with destroy().
 *
 * Names are resolved once, at connect time, and the very addresses that were checked are the ones
 * that are connected to: a name that answers differently a moment later gains nothing. One closed
 * address among several refuses all. Redirects are not followed; proxies of the environment are not
 * used.
 */
export function createGuardedAgent(
  policy: GuardPolicy,
  resolve: Resolver,
  timeoutMs: number,
): Agent {
  const lookup = guardedLookup(policy, resolve);
  const connect = buildConnector({
    lookup,
    timeout: Math.min(CONNECT_MS_MAX, timeoutMs),
    rejectUnauthorized: true, // Said aloud, or NODE_TLS_REJECT_UNAUTHORIZED=0 would turn it off.
  });
  return new Agent({
    connections: 1,
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    maxHeaderSize: HEADER_BYTES_MAX,
    connect: (options, callback) => {
      const host = hostOf(options.hostname);
      // Node asks no resolver about a literal address, so it is looked at here.
      if (isAddress(host) && !isOpenAddress(host, policy)) {
        callback(new BlockedAddressError(), null);
        return;
      }
      connect(options, callback);
    },
  });
}

function guardedLookup(policy: GuardPolicy, resolve: Resolver): LookupFunction {
  return (hostname, options, callback) => {
    resolveOpen(hostname, policy, resolve).then(
      ([first, ...others]) => {
        if (options.all === true) callback(null, [first, ...others]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(toErrno(error), []),
    );
  };
}

export type Addresses = [ResolvedAddress, ...ResolvedAddress[]];

export async function resolveOpen(
  hostname: string,
  policy: GuardPolicy,
  resolve: Resolver,
): Promise<Addresses> {
  const [first, ...others] = await resolve(hostname);
  if (!first) throw Object.assign(new Error('The name has no address.'), { code: 'ENOTFOUND' });
  const addresses: Addresses = [first, ...others];
  const isOpen = addresses.every(({ address }) => isOpenAddress(address, policy));
  if (!isOpen) throw new BlockedAddressError();
  return addresses;
}

function toErrno(error: unknown): NodeJS.ErrnoException {
  return error instanceof Error ? error : new Error(String(error));
}
