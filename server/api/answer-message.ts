/** What goes to a thread that answers, and what comes back. */

/** What a thread is asked: a path of the API with its query, and what time it is. */
export interface ToThread {
  readonly path: string;
  readonly nowMs: number;
  /** The only tenants that are told of; null for all. */
  readonly tenants: readonly string[] | null;
}

/** What it says: the reply as it goes out, and what failed when it is our fault. */
export interface FromThread {
  readonly status: number;
  readonly body: string;
  readonly failure: string | null;
  /** How long the thread was at it. */
  readonly tookMs: number;
}
