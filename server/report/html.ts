/** The one way by which text becomes HTML: a template that escapes whatever is put into it. */

/** Finished HTML. Only `html` makes it, so that no text gets into a page unescaped. */
class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type { Html };
export type HtmlValue = Html | string | number | null | readonly HtmlValue[];

/**
 * Builds HTML; attributes must be written with double quotes around their value.
 *
 * @param values text and numbers are escaped, `Html` and lists of it are taken as they are, null
 *   is nothing. A text is no URL and no script: put none into href, src, style or on... .
 * @returns finished HTML; its toString is the text. Never throws.
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const pieces = parts.map((part, index) => part + render(values[index] ?? null));
  return new Html(pieces.join(''));
}

function render(value: HtmlValue): string {
  if (value === null) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'object') return value.map(render).join('');
  return escapeHtml(String(value));
}

const ENTITY = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
  ['`', '&#96;'],
]);

/**
 * Makes outside text safe between tags and inside quoted attributes, and honest to look at:
 * control characters, direction overrides and lone surrogates are shown as `\u{202e}`, because
 * they could make one name look like another or turn the text beside it around.
 *
 * @returns escaped text. Never throws.
 */
export function escapeHtml(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/gu, (char) => {
      return `\\u{${char.codePointAt(0)?.toString(16) ?? ''}}`;
    })
    .replace(/[&<>"'`]/g, (char) => ENTITY.get(char) ?? '');
}
