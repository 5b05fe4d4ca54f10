/** Opens the socket that answers. */
import { serve } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import type { Config } from '../config/config.ts';
import { UsageError } from './root.ts';

/** @param fetch gets the connection beside the request. @throws UsageError for a port in use */
export function listen(
  fetch: (request: Request, connection: object) => Response | Promise<Response>,
  { host, port }: Pick<Config, 'host' | 'port'>,
): Promise<{ readonly address: AddressInfo; readonly close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname: host, port }, (address) => {
      const close = (): Promise<void> =>
        new Promise((done) => {
          server.close(() => done());
          if ('closeAllConnections' in server) server.closeAllConnections();
        });
      resolve({ address, close });
    });
    server.on('error', (error: NodeJS.ErrnoException) => {
      const hint = 'Stop the other program, or choose another port with `listen:`.';
      const isTaken = error.code === 'EADDRINUSE';
      reject(isTaken ? new UsageError(`${host}:${port} is in use.`, hint) : error);
    });
  });
}
