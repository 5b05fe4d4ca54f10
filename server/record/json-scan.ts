/** Looks at JSON text before it is parsed: how deep it nests, and where objects end. */

/** Nesting of genuine records stays under 20; deeper ones are somebody's test of us. */
const DEPTH_MAX = 64;

const [QUOTE, BACKSLASH] = [34, 92];
const DEPTH_STEP = new Map([
  [91, 1], // [
  [123, 1], // {
  [93, -1], // ]
  [125, -1], // }
]);

/** Tells whether brackets nest too deep; looks at single characters only where there are many. */
export function isTooDeep(text: string): boolean {
  if (!hasManyBrackets(text)) return false;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index);
    else if (code > 90) depth += DEPTH_STEP.get(code) ?? 0;
    if (depth > DEPTH_MAX) return true;
  }
  return false;
}

function hasManyBrackets(text: string): boolean {
  let found = 0;
  for (const bracket of ['[', '{']) {
    let index = text.indexOf(bracket);
    for (; index >= 0 && found <= DEPTH_MAX; index = text.indexOf(bracket, index + 1)) found += 1;
  }
  return found > DEPTH_MAX;
}

/** Index of the quote that ends the string opened at an index; the text's end when none does. */
function endOfString(text: string, startIndex: number): number {
  let end = text.indexOf('"', startIndex + 1);
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

function isEscaped(text: string, quoteIndex: number): boolean {
  let index = quoteIndex;
  while (text.charCodeAt(index - 1) === BACKSLASH) index -= 1;
  return (quoteIndex - index) % 2 === 1;
}

/**
 * Cuts `{..}{..}` between its objects.
 *
 * @returns the objects' texts in order; a text that is cut off ends in a part that is no JSON.
 */
export function splitObjects(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let startIndex = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) index = endOfString(text, index);
    const step = DEPTH_STEP.get(code) ?? 0;
    depth += step;
    if (step >= 0 || depth !== 0) continue;
    parts.push(text.slice(startIndex, index + 1).trim());
    startIndex = index + 1;
  }
  const rest = text.slice(startIndex).trim();
  return rest === '' ? parts : [...parts, rest];
}
