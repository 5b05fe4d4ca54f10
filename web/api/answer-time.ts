/** How long the server takes at the moment, by the slowest answer since it was last asked about. */

let slowestMs = 0;

/** Notes one answer. @param startedMs as performance.now() tells it. */
export function noteAnswer(startedMs: number): void {
  slowestMs = Math.max(slowestMs, performance.now() - startedMs);
}

/** The slowest answer since the last forgetAnswers, ms; 0 before the first. */
export function slowestAnswerMs(): number {
  return slowestMs;
}

export function forgetAnswers(): void {
  slowestMs = 0;
}
