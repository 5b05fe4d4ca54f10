/** Decides how a call of the demo ends: well, blocked by a guardrail, throttled or in error. */
import type { IncidentKind } from './demo-incidents.ts';
import type { Workload } from './demo-workload.ts';
import type { Random } from './random.ts';

export const ERROR_CODES = [
  'ThrottlingException',
  'ValidationException',
  'AccessDeniedException',
  'ModelTimeoutException',
  'InternalServerException',
  'ServiceUnavailableException',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];
export type Outcome = 'success' | 'blocked' | ErrorCode;

/** Share of calls that end so on a normal day. */
const USUAL: Record<ErrorCode, number> = {
  ThrottlingException: 0.003,
  ValidationException: 0.004,
  AccessDeniedException: 0.0012,
  ModelTimeoutException: 0.001,
  InternalServerException: 0.0012,
  ServiceUnavailableException: 0.0014,
};
const THROTTLED_IN_STORM = 0.86;
const BLOCKED_WHEN_GUARDED = 0.025;

export function outcomeOf(
  random: Random,
  workload: Workload,
  incidents: ReadonlySet<IncidentKind>,
): Outcome {
  const storm = incidents.has('throttleStorm') && random.next() < THROTTLED_IN_STORM;
  if (storm) return 'ThrottlingException';
  if (workload.guarded && random.next() < BLOCKED_WHEN_GUARDED) return 'blocked';
  let rest = random.next();
  for (const code of ERROR_CODES) {
    rest -= USUAL[code];
    if (rest < 0) return code;
  }
  return 'success';
}

export function isThrottled(outcome: Outcome): boolean {
  return outcome === 'ThrottlingException';
}

const CLIENT_ERRORS = new Set<Outcome>(['ValidationException', 'AccessDeniedException']);
/** A model that ran out of time failed by itself, whatever its HTTP status says. */
const SERVER_ERRORS = new Set<Outcome>([
  'ModelTimeoutException',
  'InternalServerException',
  'ServiceUnavailableException',
]);

export function isClientError(outcome: Outcome): boolean {
  return CLIENT_ERRORS.has(outcome);
}

export function isServerError(outcome: Outcome): boolean {
  return SERVER_ERRORS.has(outcome);
}
