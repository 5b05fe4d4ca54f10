/** How a call ended: by the name of its exception, and by what a guardrail did. */
import type { Status } from '../../shared/dimensions.ts';

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

/**
 * @param errorCode exception name; null when the call did not fail.
 * @source Bedrock Runtime service model: names and HTTP statuses of exceptions.
 */
export function callStatus(errorCode: string | null, isBlocked: boolean): Status {
  if (errorCode === null) return isBlocked ? 'guardrailBlocked' : 'success';
  if (THROTTLES.has(errorCode)) return 'throttled';
  return SERVER_ERRORS.has(errorCode) ? 'serverError' : 'clientError';
}
