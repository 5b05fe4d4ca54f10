/** The commands that the pages tell a reader to type. */
import { blocksOf } from '../house/blocks.ts';
import { readFiles } from '../house/sources.ts';

export interface PageCommand {
  readonly page: string;
  /** The program, then its arguments; quotes are taken off. */
  readonly words: readonly string[];
}

/** Commands that stand together: each finds what those before it have left. */
export interface CommandBlock {
  readonly page: string;
  readonly commands: readonly PageCommand[];
}

const pages = readFiles(['', 'docs'], ['.md']);
/** What a page writes in the place of a reader's own value. */
const PLACEHOLDER = /^[A-Z][A-Z_|]+$|^\[|\]$|…/;
const INLINE = /`(outcrop [a-z][^`\n]*)`/g;
/** Written from code, with help texts that are no commands. */
const GENERATED = 'docs/reference.md';

/** Every block of commands, of all pages. */
export function commandBlocks(): readonly CommandBlock[] {
  return pages.flatMap(({ path: page, text }) => {
    return blocksOf(text, 'sh').map((block) => ({ page, commands: commandsOf(page, block) }));
  });
}

/** Commands of our own within sentences. */
export function inlineCommands(): readonly PageCommand[] {
  const own = pages.filter(({ path: page }) => page !== GENERATED);
  return own.flatMap(({ path: page, text }) => {
    return [...text.matchAll(INLINE)].map(([, line = '']) => ({ page, words: wordsOf(line) }));
  });
}

/** True where a reader has to put something of their own. */
export function hasPlaceholder({ words }: PageCommand): boolean {
  return words.some((word) => PLACEHOLDER.test(word));
}

function commandsOf(page: string, block: string): readonly PageCommand[] {
  const lines = block.replaceAll(/\\\n\s*/g, '').split('\n');
  const commands = lines.flatMap((line) => line.replace(/(^|\s)#.*$/, '').split(' && '));
  return commands
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => ({ page, words: wordsOf(line) }));
}

function wordsOf(line: string): readonly string[] {
  const words = line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g);
  return [...words].map(([, single, double, plain]) => single ?? double ?? plain ?? '');
}
