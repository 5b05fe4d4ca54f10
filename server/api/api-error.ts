/** A wrong request as an error: a code of one list, what is wrong, and the mend. */
import { API_ERRORS, type ApiErrorCode, type ApiErrorReply } from '../../shared/error-contract.ts';

type ErrorStatus = (typeof API_ERRORS)[ApiErrorCode]['status'];

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
    return API_ERRORS[this.code].status;
  }

  get reply(): ApiErrorReply {
    return { ok: false, code: this.code, message: this.message, hint: this.hint };
  }
}
