/** Reads who called from an identity ARN: the part that cost is grouped by, and the session. */
import type { Principal } from './invocation.ts';

const UNKNOWN: Principal = { arn: '', kind: 'unknown', name: '', session: null };

const ARN = /^arn:(aws[a-z-]*):(iam|sts)::([^:]*):(.+)$/;

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
  const [, partition = '', , account = '', rest = ''] = match;
  if (rest === 'root') return { arn, kind: 'root', name: 'root', session: null };
  const [kind = '', ...path] = rest.split('/');
  const last = path.at(-1) ?? '';
  switch (kind) {
    case 'assumed-role': {
      const [role = '', ...session] = path;
      const roleArn = `arn:${partition}:iam::${account}:role/${role}`;
      return { arn: roleArn, kind: 'role', name: role, session: session.join('/') || null };
    }
    case 'user':
      return { arn, kind: 'user', name: last, session: null };
    case 'role':
      return { arn, kind: 'role', name: last, session: null };
    case 'federated-user':
      return { arn, kind: 'federated', name: last, session: null };
    default:
      return { arn, kind: 'unknown', name: last, session: null };
  }
}
