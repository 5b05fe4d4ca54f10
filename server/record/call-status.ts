/** How a call ended: by the name of its exception, and by what a guardrail did. */
import type { Status } from '../../shared/dimensions.ts';
import { at, wordAt } from './json.ts';

const THROTTLES = new Set([
  'ThrottlingException',
  'TooManyRequestsException',
  'ModelNotReadyException',
]);

/** Exceptions that stand for a 5xx, or for a model that failed by itself. */
const SERVER_ERRORS = new Set([
  'InternalServerException',
  'ServiceUnavailableException',
  'ModelTimeoutException',
  'ModelErrorException',
  'ModelStreamErrorException',
]);

/** Stands for an error code that is no name. */
const UNNAMED_ERROR = 'UnknownError';

/**
 * The exception's name as logged; a code that is no name is an error all the same.
 *
 * @returns null when the call did not fail.
 */
export function errorCodeOf(record: unknown): string | null {
  const code = at(record, 'errorCode');
  if (code === undefined || code === null || code === '') return null;
  return wordAt(record, 'errorCode') ?? UNNAMED_ERROR;
}

/**
 * @param errorCode exception name; null when the call did not fail.
 * @source Bedrock Runtime service model: names and HTTP statuses of exceptions.
 */
export function callStatus(errorCode: string | null, isBlocked: boolean): Status {
  if (errorCode === null) return isBlocked ? 'guardrailBlocked' : 'success';
  // Some services write `namespace#Name` or `Name:http://...`.
  const name = errorCode.replace(/^.*#/, '').replace(/:.*$/, '');
  if (THROTTLES.has(name)) return 'throttled';
  return SERVER_ERRORS.has(name) ? 'serverError' : 'clientError';
}
