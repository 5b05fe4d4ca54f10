/** The plain texts that every match of a pattern contains, found without matching. */

export interface RequiredLiteral {
  readonly text: string;
  /** True when every match begins with it. */
  readonly isStart: boolean;
}

const TOKEN = new RegExp(
  [
    String.raw`\\.`, // An escape.
    String.raw`\[\^?\]?(?:\[:\^?\w+:\]|\\.|[^\]\\])*\]`, // A class.
    String.raw`\(\?s\)|\(\?:|\(\?P?<\w+>|\(\?`, // What opens a group, and flags.
    String.raw`\{\d+(?:,\d*)?\}|.`, // A count, or a single character.
  ].join('|'),
  'gsu',
);
/** Escapes of several characters, and braces that are no count: seldom used, easily misread. */
const DIFFICULT = /\\[^dDwWsSbB\W]|\\\s|(?:^|[^\\])[{}](?!\d+,?\d*\})(?<!\d\})/su;
const QUANTIFIER = /^(?:[*+?]|\{.+\})$/su;
const OPENING = /^\((?:\?:|\?P?<\w+>)?$/u;

/**
 * Reads it off the pattern.
 *
 * @param pattern one that RE2 takes.
 * @returns none where nothing is required, or where it is not plain to see. Never throws.
 */
export function requiredLiterals(pattern: string): readonly RequiredLiteral[] {
  if (DIFFICULT.test(pattern)) return [];
  const runs = new LiteralRuns();
  let depth = 0;
  for (const [token] of pattern.matchAll(TOKEN)) {
    if (token === '(?') return []; // Flags, which may make letters of both cases equal.
    if (token === '|' && depth === 0) return [];
    if (OPENING.test(token)) depth += 1;
    if (token === ')') depth -= 1;
    if (depth > 0 || token === ')') runs.end();
    else runs.add(token);
  }
  return runs.all();
}

/** Collects characters that stand for themselves; a quantifier takes the last one back. */
class LiteralRuns {
  #run: string[] = [];
  #isAtStart = true;
  readonly #all: RequiredLiteral[] = [];

  add(token: string): void {
    if (this.#run.length === 0 && (token === '^' || token === '(?s)')) return; // Take no space.
    if (QUANTIFIER.test(token)) {
      if (token !== '+') this.#run.pop();
      this.end();
    } else if (/^\\[^\w\s]$/su.test(token)) {
      this.#run.push(token.slice(1));
    } else if (/^[^\\.[\](){}^$|]$/su.test(token)) {
      this.#run.push(token);
    } else {
      this.end();
    }
  }

  end(): void {
    if (this.#run.length > 0) {
      this.#all.push({ text: this.#run.join(''), isStart: this.#isAtStart });
    }
    this.#isAtStart = false;
    this.#run = [];
  }

  all(): readonly RequiredLiteral[] {
    this.end();
    return this.#all;
  }
}
