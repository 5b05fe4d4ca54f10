/** A mend as doctor words it, cut into what is read and what is copied. */

export interface FixBlock {
  readonly isCode: boolean;
  readonly text: string;
}

/** Statements of policies, commands, and lines of the config. */
const CODE = /^\s*([{[}\]]|aws |outcrop |\w+: \S?|- )|^\s{2,}\S/;

/**
 * Cuts a mend by its lines.
 *
 * @param fix lines of sentences and of code; '' gives none.
 * @returns blocks in their order; lines of a kind that follow each other are one block.
 */
export function fixBlocks(fix: string): readonly FixBlock[] {
  const blocks: FixBlock[] = [];
  for (const line of fix === '' ? [] : fix.split('\n')) {
    const isCode = CODE.test(line) && !/^[A-Z][a-z]+: /.test(line);
    const last = blocks.at(-1);
    if (last && last.isCode === isCode) {
      blocks[blocks.length - 1] = { isCode, text: `${last.text}\n${line}` };
    } else blocks.push({ isCode, text: line });
  }
  return blocks;
}
