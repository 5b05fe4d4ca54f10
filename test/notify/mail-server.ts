/** A mail server on loopback that speaks as much SMTP as a delivery needs. */
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { EmailChannel } from '../../server/notify/channel.ts';

interface MailServer {
  readonly port: number;
  readonly lines: string[];
}

/** Keeps what it was told; `answers` stand in for what it would say. */
export async function mailServer(
  answers: Readonly<Record<string, string>> = {},
): Promise<MailServer> {
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let isData = false;
    socket.write('220 mail.example ESMTP\r\n');
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').slice(0, -1)) {
        lines.push(line);
        const verb = line.split(/[ :]/)[0]?.toUpperCase() ?? '';
        if (isData && line !== '.') continue;
        isData = verb === 'DATA';
        socket.write(`${answers[verb] ?? (isData ? '354 go on' : '250 ok')}\r\n`);
        if (verb === 'QUIT') socket.end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // A server that listens on TCP has a port.
  return { port, lines };
}

/** A channel to it, by its address. */
export function mailTo(port: number): EmailChannel {
  return {
    id: 'mail',
    kind: 'email',
    host: '127.0.0.1',
    port,
    isTls: false,
    allowPrivate: true,
    user: null,
    password: null,
    from: 'outcrop@example.com',
    to: ['ops@example.com', 'finance@example.com'],
  };
}
