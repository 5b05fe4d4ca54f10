/** Several reads that must tell of one moment, though others write meanwhile. */

export interface ReadsAtOnce {
  /** Runs work whose reads see the same state. @throws StoreError, and what the work throws. */
  atOnce<Answer>(work: () => Answer): Answer;
}
