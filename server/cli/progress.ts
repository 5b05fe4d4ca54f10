/** A progress line on the error output: rewritten in place on a terminal, sparse elsewhere. */

export interface Progress {
  /** Shows how far the work is; `done` of `total`, and a word on it. */
  show(done: number, total: number, note: string): void;
  end(): void;
}

const BAR_CHARS = 30;
/** Without a terminal a line for each tenth, so that logs stay short. */
const PLAIN_STEPS = 10;

/** @param isTerminal whether lines can be rewritten. */
export function createProgress(
  label: string,
  isTerminal: boolean,
  write: (text: string) => unknown,
): Progress {
  let lastStep = -1;
  let width = 0;
  return {
    show(done, total, note) {
      const share = total === 0 ? 0 : Math.min(1, done / total);
      const percent = `${Math.floor(share * 100)} %`.padStart(5);
      if (!isTerminal) {
        const step = Math.floor(share * PLAIN_STEPS);
        if (step > lastStep) write(`${label} ${percent} ${note}\n`);
        lastStep = Math.max(lastStep, step);
        return;
      }
      const filled = Math.round(share * BAR_CHARS);
      const bar = '█'.repeat(filled) + '░'.repeat(BAR_CHARS - filled);
      const line = `${label} ${bar} ${percent} ${note}`;
      write(`\r${line.padEnd(width)}`);
      width = line.length;
    },
    end() {
      if (isTerminal && width > 0) write('\n');
      width = 0;
    },
  };
}

/** Bytes as a note on progress. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}
