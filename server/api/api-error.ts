/** A wrong request as an error: a code of one list, what is wrong, and the mend. */
import type { ApiErrorCode, ApiErrorReply } from '../../shared/error-contract.ts';

type ErrorStatus = 400 | 401 | 403 | 404 | 405 | 409 | 415 | 421 | 429 | 500 | 503;

const STATUS_OF: Record<ApiErrorCode, ErrorStatus> = {
  badFilter: 400,
  badMetric: 400,
  badDimension: 400,
  badWindow: 400,
  badStep: 400,
  badTimeZone: 400,
  badParameter: 400,
  tooLarge: 400,
  notFound: 404,
  methodNotAllowed: 405,
  badHost: 421,
  crossSite: 403,
  signedOut: 401,
  forbidden: 403,
  tooOften: 429,
  notJson: 415,
  conflict: 409,
  busy: 503,
  internal: 500,
};

/** Thrown by a route when the caller asked wrongly; leaves through the one error handler. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly hint: string;

  constructor(code: ApiErrorCode, message: string, hint: string) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.hint = hint;
  }

  get status(): ErrorStatus {
    return STATUS_OF[this.code];
  }

  get reply(): ApiErrorReply {
    return { ok: false, code: this.code, message: this.message, hint: this.hint };
  }
}
