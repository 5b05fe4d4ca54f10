/** Opens the socket that answers. */
import { serve, type ServerType } from '@hono/node-server';
import type { AddressInfo, Socket } from 'node:net';
import type { Config } from '../config/config.ts';
import { UsageError } from './root.ts';

/** How long a connection may take to say what it wants, and how many there may be. */
export const CONNECTION_LIMITS = {
  /** Slow senders of headers hold a connection, and are not worth one. */
  headersTimeout: 10_000,
  /** A push of a few megabytes over a slow line. */
  requestTimeout: 60_000,
  /**
   * Longer than the page ever pauses, which is a minute: a connection that is shut just as the next
   * question is on its way fails it, and a server that is busy shuts late.
   */
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 2_000,
  /** With the path and the query in them; 431 past it. */
  maxHeaderSize: 16_384,
};
/** Past this, those on which nothing goes on make room for whoever comes. */
const CROWDED_FROM = 2_000;
/** Past this new connections are shut: each takes memory and a number of the system's. */
const CONNECTIONS_MAX = 10_000;

type ConnectionLimits = typeof CONNECTION_LIMITS & { readonly crowdedFrom?: number };

/** @param fetch gets the connection beside the request. @throws UsageError for a port in use */
export function listen(
  fetch: (request: Request, connection: object) => Response | Promise<Response>,
  { host, port }: Pick<Config, 'host' | 'port'>,
  { crowdedFrom = CROWDED_FROM, ...serverOptions }: ConnectionLimits = CONNECTION_LIMITS,
): Promise<{ readonly address: AddressInfo; readonly close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port, serverOptions }, (address) => {
      const close = (): Promise<void> =>
        new Promise((done) => {
          server.close(() => done());
          if ('closeAllConnections' in server) server.closeAllConnections();
        });
      resolve({ address, close });
    });
    server.maxConnections = CONNECTIONS_MAX;
    makeRoom(server, crowdedFrom);
    server.on('error', (error: NodeJS.ErrnoException) => {
      const hint = 'Stop the other program, or choose another port with `listen:`.';
      const isTaken = error.code === 'EADDRINUSE';
      reject(isTaken ? new UsageError(`${host}:${port} is in use.`, hint) : error);
    });
  });
}

function makeRoom(server: ServerType, crowdedFrom: number): void {
  let open = 0;
  server.on('connection', (socket: Socket) => {
    open += 1;
    socket.once('close', () => (open -= 1));
    if (open > crowdedFrom && 'closeIdleConnections' in server) server.closeIdleConnections();
  });
}
