/** Request ids as the key of rows: a UUID takes 16 bytes instead of 36 characters. */

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The stored form: bytes for a lower-case UUID, the text itself for anything else. */
export function encodeRequestId(requestId: string): Uint8Array | string {
  return UUID.test(requestId) ? Buffer.from(requestId.replaceAll('-', ''), 'hex') : requestId;
}

/** The text that encodeRequestId was given. */
export function decodeRequestId(stored: Uint8Array | string): string {
  if (typeof stored === 'string') return stored;
  const hex = Buffer.from(stored).toString('hex');
  const cuts = [0, 8, 12, 16, 20, 32];
  return cuts
    .slice(1)
    .map((end, index) => hex.slice(cuts[index], end))
    .join('-');
}
