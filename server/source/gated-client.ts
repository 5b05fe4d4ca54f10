/** Puts an SDK client behind a gate: whoever has the client cannot call past it. */
import { setMaxListeners } from 'node:events';
import type { Gate, Urgency } from './gate.ts';
import type { ServerClock } from './server-clock.ts';

/** What may stand beside `abortSignal` in the options of `send`. */
export interface CallOptions {
  readonly abortSignal?: AbortSignal;
  readonly urgency?: Urgency;
}

/** The part of every SDK client that is needed here. */
export interface SdkClient {
  send(command: never, options?: never): Promise<unknown>;
  readonly middlewareStack: { add(middleware: Middleware, how: MiddlewarePlace): void };
  destroy(): void;
}

type Handler = (args: never) => Promise<{ readonly response?: unknown }>;
type Middleware = (next: Handler) => Handler;
interface MiddlewarePlace {
  readonly step: 'deserialize';
  readonly priority: 'low';
  readonly name: string;
}

const NEVER = new AbortController().signal;
setMaxListeners(0, NEVER); // Every call without a signal of its own may wait on it.

/**
 * Makes the client's `send` pass through the gate, and its replies tell the time.
 *
 * @returns the same client.
 */
export function gateClient<Client extends SdkClient>(
  client: Client,
  gate: Gate,
  clock: ServerClock,
): Client {
  // The guarantee: every SDK client's send takes a command and options, and gives a promise.
  const send = client.send.bind(client) as (
    command: object,
    options?: CallOptions,
  ) => Promise<unknown>;
  const gated = (command: object, options?: CallOptions): Promise<unknown> =>
    gate.run(() => send(command, options), {
      api: command.constructor.name,
      urgency: options?.urgency ?? 'now',
      signal: options?.abortSignal ?? NEVER,
    });
  client.middlewareStack.add(tellTime(clock), {
    step: 'deserialize',
    priority: 'low', // Next to the socket, so that refusals are seen before they are thrown.
    name: 'tellTime',
  });
  return Object.assign(client, { send: gated });
}

function tellTime(clock: ServerClock): Middleware {
  return (next) => async (args) => {
    const result = await next(args);
    // The guarantee: the innermost handler gives an HTTP response; a field it lacks is undefined.
    const response = result.response as { headers?: Record<string, string> } | undefined;
    clock.observe(response?.headers?.['date']);
    return result;
  };
}
