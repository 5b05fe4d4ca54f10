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
  let depth = 0;
  let startIndex = 0;
  // Only brackets count; a quoted text is skipped as one match.
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/gs)) {
    const step = STEP_OF.get(token) ?? 0;
    if (depth === 0 && text.slice(startIndex, index).trim() !== '') return [text];
    if (depth === 0 && step <= 0) return [text]; // A bare value, or a bracket that nothing opened.
    depth += step;
    if (depth > 0 || step === 0) continue;
    pieces.push(text.slice(startIndex, index + 1).trim());
    startIndex = index + 1;
  }
  const isWhole = depth === 0 && text.slice(startIndex).trim() === '';
  return isWhole && pieces.length > 0 ? pieces : [text];
}

const STEP_OF = new Map([
  ['{', 1],
  ['[', 1],
  ['}', -1],
  [']', -1],
]);

/** Tells whether a text is JSON. Never throws. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // That is the answer.
  }
}
