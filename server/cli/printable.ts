/** Makes texts of others safe to print: a log record must not steer anybody's terminal. */

/** Control characters, line separators, marks that turn text around, and halves of pairs. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The text with each such character written as `\u{1b}`; line breaks are kept when asked. */
export function printable(text: string, keep = ''): string {
  return text.replace(UNPRINTABLE, (char) =>
    keep.includes(char) ? char : `\\u{${char.codePointAt(0)?.toString(16) ?? ''}}`,
  );
}
