/** What is wrong with a request, as a code of one list, in words, and with the mend. */

export const API_ERROR_CODES = [
  'badFilter',
  'badMetric',
  'badDimension',
  'badWindow',
  'badStep',
  'badTimeZone',
  'badParameter',
  'tooLarge',
  'notFound',
  'methodNotAllowed',
  'badHost',
  'crossSite',
  'signedOut',
  'forbidden',
  'tooOften',
  'notJson',
  'conflict',
  'busy',
  'internal',
] as const;
export type ApiErrorCode = (typeof API_ERROR_CODES)[number];

/** The one shape of every error reply. */
export interface ApiErrorReply {
  readonly ok: false;
  readonly code: ApiErrorCode;
  readonly message: string;
  readonly hint: string;
}
