/** Reads who called from an identity ARN: the part that cost is grouped by, and the session. */
import type { Principal } from './invocation.ts';

const UNKNOWN: Principal = { arn: '', kind: 'unknown', name: '', session: null };

const ARN = /^arn:(aws[a-z-]*):(?:iam|sts)::([^:]*):(.+)$/;

const KINDS = new Map<string, Principal['kind']>([
  ['root', 'root'],
  ['user', 'user'],
  ['role', 'role'],
  ['federated-user', 'federated'],
]);

/**
 * Takes an identity ARN apart.
 *
 * @param arn as logged; null when the record has none.
 * @returns for an assumed role the ARN of the role, since sessions are as many as calls; the ARN
 *   itself, kind `unknown`, for a form nobody has seen. Never throws.
 */
export function parsePrincipal(arn: string | null): Principal {
  if (arn === null) return UNKNOWN;
  const match = ARN.exec(arn);
  if (!match) return { arn, kind: 'unknown', name: arn, session: null };
  const [, partition = '', account = '', rest = ''] = match;
  const [kind = '', ...path] = rest.split('/');
  if (kind === 'assumed-role') return roleOf(`arn:${partition}:iam::${account}`, path);
  return { arn, kind: KINDS.get(kind) ?? 'unknown', name: path.at(-1) ?? kind, session: null };
}

function roleOf(prefix: string, [role = '', ...session]: readonly string[]): Principal {
  const arn = `${prefix}:role/${role}`;
  return { arn, kind: 'role', name: role, session: session.join('/') || null };
}
