/** A typed client of the API: one method for each call, pages in turn, and events. */
import { API_ROUTES, type ApiCalls } from './api-calls.ts';
import { askServer, type Asked, type CallOptions, type ClientOptions } from './ask-server.ts';
import { serverEvents } from './server-events.ts';

export type { CallOptions, ClientOptions } from './ask-server.ts';
export { OutcropError, type OutcropErrorCode } from './outcrop-error.ts';

export type CallName = keyof ApiCalls;
/** What a call takes, such as `AskedOf<'getQuery'>`. */
export type AskedOf<Name extends CallName> = ApiCalls[Name]['asked'];
/** What a call answers, such as `AnswerOf<'getQuery'>`. */
export type AnswerOf<Name extends CallName> = ApiCalls[Name]['answer'];

/** What takes nothing that must be given can be called with nothing. */
type Arguments<Name extends CallName> =
  Record<never, never> extends AskedOf<Name>
    ? [asked?: AskedOf<Name>, options?: CallOptions]
    : [asked: AskedOf<Name>, options?: CallOptions];

/** Calls whose answer goes on: `next` of one is `before` of the one after. */
export type PagedName = {
  [Name in CallName]: 'before' extends keyof AskedOf<Name>
    ? AnswerOf<Name> extends { readonly next: unknown }
      ? Name
      : never
    : never;
}[CallName];

/** What the server tells by itself. */
export type OutcropEvent =
  | {
      readonly event: 'sources';
      readonly data: Pick<AnswerOf<'getStatus'>, 'now' | 'completeTo' | 'sources'>;
    }
  | { readonly event: 'data' | 'alarms'; readonly data: { readonly now: string } };

type Calls = {
  readonly [Name in CallName]: (...given: Arguments<Name>) => Promise<AnswerOf<Name>>;
};

export interface OutcropClient extends Calls {
  /** Asks page after page, from the newest on. */
  pages<Name extends PagedName>(
    name: Name,
    asked?: AskedOf<Name>,
    options?: CallOptions,
  ): AsyncGenerator<AnswerOf<Name>, void>;
  /** Events until the server ends the line, or the signal does; ask again to go on. */
  events(options?: Pick<CallOptions, 'signal'>): AsyncGenerator<OutcropEvent, void>;
}

const EVENTS = { method: 'GET', path: '/api/v1/events' } as const;

/** A client of one server. It keeps nothing open, and asks nothing by itself. */
export function outcropClient(client: ClientOptions): OutcropClient {
  const call = (name: CallName, asked: Asked = {}, options?: CallOptions): Promise<unknown> => {
    const route = API_ROUTES[name];
    return askServer(client, { ...options, route, asked }, (response) =>
      route.isFile ? response.blob() : response.json(),
    );
  };
  const methods = Object.keys(API_ROUTES).map((name) => {
    // The guarantee: these are the names of the calls.
    return [name, (...given: [Asked?, CallOptions?]) => call(name as CallName, ...given)];
  });
  return {
    // The guarantee: types and routes are written from one table, and a test calls them all.
    ...(Object.fromEntries(methods) as Calls),
    async *pages(name, asked, options) {
      for (let page: AnswerOf<typeof name> | null = null; page?.next !== null;) {
        const next = page === null ? asked : { ...asked, before: page.next };
        // The guarantee: it is the answer of this name.
        page = (await call(name, next, options)) as AnswerOf<typeof name>;
        yield page;
      }
    },
    async *events({ signal } = {}) {
      const line = { route: EVENTS, asked: {}, timeoutMs: Number.POSITIVE_INFINITY };
      const request = { ...line, ...(signal && { signal }) };
      const response = await askServer(client, request, async (answer) => answer);
      // The guarantee: the server writes its events by this type, as its tests hold it to.
      yield* serverEvents(response) as AsyncGenerator<OutcropEvent, void>;
    },
  };
}
