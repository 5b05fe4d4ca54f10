/** What is wrong with a request, as a code of one list, in words, and with the mend. */
import type { CodeText } from './code-text.ts';

interface ApiErrorText extends CodeText {
  /** Of the HTTP answer. */
  readonly status: number;
}

/** Every code that the API answers with; docs/errors.md and the description of the API show it. */
export const API_ERRORS = {
  badFilter: {
    status: 400,
    meaning: 'The filter cannot be read.',
    mend: 'Look at the character that the hint names; a filter is such as `tenant=acme,globex`.',
  },
  badMetric: {
    status: 400,
    meaning: 'There is no such metric, or it does not answer this question.',
    mend: 'Take a metric that the hint or the reference names.',
  },
  badDimension: {
    status: 400,
    meaning: 'There is no such dimension, or it cannot group this metric.',
    mend: 'Take one of the reference, or `tag.KEY` of a tag that the config declares.',
  },
  badWindow: {
    status: 400,
    meaning: 'The times do not make a window: no time, or an end before the start.',
    mend: 'Send `from` and `to` such as `now-7d`, `2026-11-01` or ISO 8601, `from` first.',
  },
  badStep: {
    status: 400,
    meaning: 'There is no such step of time.',
    mend: 'Take a step that the hint names, or leave it out.',
  },
  badTimeZone: {
    status: 400,
    meaning: 'There is no such time zone.',
    mend: 'Send a name of the IANA list, such as `Europe/Berlin`.',
  },
  badParameter: {
    status: 400,
    meaning: 'A parameter or a field of the body is missing or has a wrong value.',
    mend: 'The hint says which, and what it takes.',
  },
  tooLarge: {
    status: 400,
    meaning: 'The question reads too much, or what is sent is past a limit.',
    mend: 'Ask for a shorter window or fewer groups, or send less; the hint has the limit.',
  },
  notFound: {
    status: 404,
    meaning: 'There is no such route or thing, or none that the asker may see.',
    mend: 'Check address and id against the list of the same route.',
  },
  methodNotAllowed: {
    status: 405,
    meaning: 'The route is not asked by this HTTP method.',
    mend: 'Take the method that the page /api shows for it.',
  },
  badHost: {
    status: 421,
    meaning: 'The server was called by a host name that is not its own.',
    mend: 'Call it by the address that it printed at its start, or set `pageUrl` in the config.',
  },
  crossSite: {
    status: 403,
    meaning: 'A browser asks from the page of another site.',
    mend: 'Ask from the page of Outcrop itself; programs send a token and no cookie.',
  },
  signedOut: {
    status: 401,
    meaning: 'Nobody has signed in, or name, password, session or token do not hold.',
    mend: 'Sign in again, or send a token that `outcrop token list` shows.',
  },
  forbidden: {
    status: 403,
    meaning: 'Who asks is known, but may not do this.',
    mend: 'Ask an admin for the role or the power that the hint names.',
  },
  tooOften: {
    status: 429,
    meaning: 'One asker asks faster than is let through, or has tried too many passwords.',
    mend: 'Wait as long as the header `retry-after` or the hint says.',
  },
  notJson: {
    status: 415,
    meaning: 'The body is no JSON, or does not say that it is.',
    mend: 'Send a JSON object with `content-type: application/json`.',
  },
  conflict: {
    status: 409,
    meaning: 'It stands against what is there: of that name already, of the config, or under way.',
    mend: 'Take another name, change the config file, or wait for the end of what is under way.',
  },
  busy: {
    status: 503,
    meaning: 'The server cannot answer now: too many questions wait, or its database has trouble.',
    mend: 'Ask again in a minute; if it stays, look at `/readyz` and the log of the server.',
  },
  internal: {
    status: 500,
    meaning: 'Outcrop failed; this is a bug.',
    mend: 'Report it with the entry that the log of the server has of it.',
  },
} as const satisfies Readonly<Record<string, ApiErrorText>>;

export type ApiErrorCode = keyof typeof API_ERRORS;
/** All codes, in the order of the list. */
export const API_ERROR_CODES = Object.keys(API_ERRORS) as readonly ApiErrorCode[]; // Of a literal.

/** The one shape of every error reply. */
export interface ApiErrorReply {
  readonly ok: false;
  readonly code: ApiErrorCode;
  readonly message: string;
  readonly hint: string;
}
