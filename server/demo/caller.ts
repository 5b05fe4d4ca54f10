/** Who calls the local endpoint: read from the signature's credential scope, as AWS does. */

export interface Caller {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

const SCOPE =
  /Credential=([A-Za-z0-9]{4,128})\/\d{8}\/([a-z0-9-]{1,40})\/([a-z0-9-]{1,40})\/aws4_request/;

/** Takes an Authorization header apart; null when it carries no signature of version 4. */
export function readCaller(authorization: string): Caller | null {
  const match = SCOPE.exec(authorization);
  if (!match) return null;
  const [, accessKeyId = '', region = '', service = ''] = match;
  return { accessKeyId, region, service };
}

/** The access key that stands for an account: its 12 digits are in the key itself. */
export function accessKeyOf(account: string, prefix: 'AKIADEMO' | 'ASIAROLE'): string {
  return `${prefix}${account}`;
}

/** The account of an access key: the 12 digits at its end, or the fallback for other keys. */
export function accountOf(accessKeyId: string, fallback: string): string {
  return /(\d{12})$/.exec(accessKeyId)?.[1] ?? fallback;
}
