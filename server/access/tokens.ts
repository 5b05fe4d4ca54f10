/** Tokens for programs and links for browsers: made here, and told once. */
import type { TokenKind, TokenPower } from '../../shared/access-contract.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { DAY_MS } from '../../shared/window.ts';
import type { AccessStore, StoredToken } from '../store/access-store.ts';
import { parseTenants } from './scope.ts';
import { formatToken, newTokenText, proofOf } from './secret.ts';

const DAYS_MAX: Record<TokenKind, number> = { token: 366, link: 90, invite: 7 };

export interface TokenAsk {
  readonly kind: TokenKind;
  readonly name: string;
  readonly power: TokenPower;
  readonly tenants: readonly string[] | null;
  readonly search: string;
  readonly days: number;
  readonly by: string;
}

export interface NewToken {
  readonly token: StoredToken;
  /** Told now and never again. */
  readonly secret: string;
}

/** Makes a token. @returns what is wrong, in words */
export function createToken(
  ask: TokenAsk,
  store: AccessStore,
  nowMs: number,
): Result<NewToken, string> {
  const tenants = parseTenants(ask.tenants);
  if (!tenants.ok) return err(tenants.problem);
  if (tenants.value !== null && ask.power !== 'read') {
    return err('A token of some tenants reads, and nothing else.');
  }
  const daysMax = DAYS_MAX[ask.kind];
  if (!Number.isInteger(ask.days) || ask.days < 1 || ask.days > daysMax) {
    return err(`It may hold for 1 to ${daysMax} days.`);
  }
  const text = newTokenText();
  const { kind, name, power, search, by: createdBy } = ask;
  const expiresAtMs = nowMs + ask.days * DAY_MS;
  const promise = { id: text.id, kind, power, tenants: tenants.value, search, expiresAtMs };
  const token = {
    ...promise,
    name,
    proof: proofOf(promise, text.secret),
    createdBy,
    createdAtMs: nowMs,
    usedAtMs: null,
    revokedAtMs: null,
  };
  store.saveToken(token);
  return ok({ token, secret: formatToken(kind, text) });
}

/** Whether a token still holds. */
export function tokenState(
  { revokedAtMs, expiresAtMs }: StoredToken,
  nowMs: number,
): 'valid' | 'expired' | 'revoked' {
  if (revokedAtMs !== null) return 'revoked';
  return expiresAtMs <= nowMs ? 'expired' : 'valid';
}
