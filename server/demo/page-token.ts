/** Page tokens that carry their own position, so that the endpoint keeps no state between pages. */

const DAY_MS = 86_400_000;

/** Writes a token for a position; the time of issue stands in it. */
export function writeToken(position: readonly (string | number)[], nowMs: number): string {
  return Buffer.from(JSON.stringify([nowMs, ...position])).toString('base64url');
}

/**
 * Reads a token back.
 *
 * @returns the position as texts; null when it is no token of ours or is past its life.
 */
export function readToken(
  token: string,
  nowMs: number,
  lifeMs: number = DAY_MS,
): readonly string[] | null {
  const [issuedAtMs, ...position] = fieldsOf(token);
  if (issuedAtMs === undefined || nowMs - Number(issuedAtMs) > lifeMs) return null;
  return position;
}

function fieldsOf(token: string): readonly string[] {
  try {
    const fields: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    return Array.isArray(fields) ? fields.map(String) : [];
  } catch {
    return []; // A token that somebody made up: the caller refuses it as AWS does.
  }
}
