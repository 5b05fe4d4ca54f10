/** Exit codes of all commands, for scripts: what each tells, and what to do about it. */
import type { CodeText } from '../../shared/code-text.ts';

export const EXIT = { ok: 0, failed: 1, wrongUsage: 2, incomplete: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_TEXTS: Readonly<Record<keyof typeof EXIT, CodeText>> = {
  ok: { meaning: 'Done.', mend: 'Nothing.' },
  failed: {
    meaning: 'Failed, or found what is not sound.',
    mend: 'Do what the line below the message says; its code in brackets stands on this page.',
  },
  wrongUsage: {
    meaning: 'Wrong usage or config.',
    mend: 'Mend the option or the setting that is named, or see `--help` of the verb.',
  },
  incomplete: {
    meaning: 'Done, but something could not be read or needs a look.',
    mend: 'See what is named, mend it and run the same again: nothing is counted twice.',
  },
};

/** The codes for the help of the command. */
export function exitHelp(): string {
  const lines = Object.entries(EXIT_TEXTS).map(([name, { meaning }]) => {
    return `  ${EXIT[name as keyof typeof EXIT]}  ${meaning}`; // The texts have the keys of EXIT.
  });
  return `\nExit codes:\n${lines.join('\n')}`;
}
