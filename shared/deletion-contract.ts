/** Deleting what one tenant has, over HTTP. */

export const DELETION_API = {
  deletions: '/api/v1/tenants/deletions',
  deleteTenant: '/api/v1/tenants/delete',
} as const;

export interface DeletionReply {
  /** SHA-256 of the name, in hex: all that is left of it in the end. */
  readonly digest: string;
  /** Null once it is done. */
  readonly tenant: string | null;
  readonly requestedAt: string;
  readonly requestedBy: string;
  readonly state: 'running' | 'done';
  /** Single invocations that were deleted so far. */
  readonly rows: number;
  readonly endedAt: string | null;
}

/** Reply of `GET /api/v1/tenants/deletions`, and of the POST that asks for one. */
export interface DeletionsReply {
  readonly deletions: readonly DeletionReply[];
}
