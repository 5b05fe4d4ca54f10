/** What a call fails with before there is an answer of the API to tell a code. */

export const OWN_PROBLEMS = {
  offline: {
    meaning: 'Nothing answers at the address.',
    mend: 'Start it with `outcrop serve`. If it runs, check the address.',
  },
  timeout: {
    meaning: 'No answer came within `timeoutMs`.',
    mend: 'Ask for a shorter window or fewer groups, or set timeoutMs higher.',
  },
  badReply: {
    meaning: 'What answers there is not the API.',
    mend: 'Check the address, and what a proxy before the server answers.',
  },
} as const;

export type OwnProblemCode = keyof typeof OWN_PROBLEMS;
