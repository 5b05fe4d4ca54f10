/** Cuts a text of JSON values that stand one after the other, with or without space between. */

/**
 * The values of a text, as texts.
 *
 * @returns each top-level object or array by itself; the text as one piece when its brackets do
 *   not add up, so that nothing is lost. Never throws.
 * @example splitJsonValues('{"a":1}{"b":2}') // ['{"a":1}', '{"b":2}']
 */
export function splitJsonValues(text: string): readonly string[] {
  const pieces: string[] = [];
  let index = nextNonSpace(text, 0);
  while (index < text.length) {
    const endIndex = '{['.includes(text.charAt(index)) ? endOfValue(text, index) : -1;
    if (endIndex < 0) return [text];
    pieces.push(text.slice(index, endIndex));
    index = nextNonSpace(text, endIndex);
  }
  return pieces.length > 0 ? pieces : [text];
}

function nextNonSpace(text: string, fromIndex: number): number {
  let index = fromIndex;
  while (' \t\r\n'.includes(text.charAt(index)) && index < text.length) index += 1;
  return index;
}

/** Index after the bracket that closes the one at an index; -1 when none does. */
function endOfValue(text: string, fromIndex: number): number {
  let depth = 0;
  for (let index = fromIndex; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '"') index = endOfString(text, index);
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth === 0) return index + 1;
  }
  return -1;
}

/** Index of the quote that closes the one at an index; the text's length when none does. */
function endOfString(text: string, fromIndex: number): number {
  for (let index = fromIndex + 1; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === '"') return index;
    if (character === '\\') index += 1;
  }
  return text.length;
}

/** Tells whether a text is JSON. Never throws. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // That is the answer.
  }
}
