/** The face of the store for deleting all that one tenant has, in steps that hold nobody up. */
import { createHash } from 'node:crypto';

export interface TenantErasure {
  /** Of the name: what is left of it once it is done. */
  readonly digest: string;
  /** Null once it is done. */
  readonly tenant: string | null;
  readonly requestedAtMs: number;
  readonly requestedBy: string;
  readonly state: 'rows' | 'sums' | 'texts' | 'done';
  readonly rows: number;
  readonly endedAtMs: number | null;
}

export interface TenantEraser {
  /**
   * Asks for the deletion of what a tenant has up to now; from then on its calls of before are not
   * counted when they are read again. Asked again, it begins anew.
   */
  request(asked: { readonly tenant: string; readonly by: string; readonly nowMs: number }): void;
  /** One short step of what was asked for. @returns whether there is more. @throws StoreError */
  step(nowMs: number): boolean;
  /** The newest first. */
  list(): readonly TenantErasure[];
  /** Writes the whole file anew, so that no freed page holds old bytes; nobody else may have it. */
  compact(): void;
}

/** What the store has for it. */
export interface TenantEraserHolder {
  readonly eraser: TenantEraser;
}

/** By which a name is known again, without being kept. Never throws. */
export function digestOfTenant(tenant: string): string {
  return createHash('sha256').update(tenant).digest('hex');
}
