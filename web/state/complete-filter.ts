/** What may follow in a filter that is being typed: dimensions, then their values. */
import { DIMENSION_HELP, ROLLED_DIMENSIONS, ROW_DIMENSIONS } from '../../shared/dimensions.ts';
import { formatDimension } from '../../shared/filter.ts';
import { askValues } from '../api/ask.ts';
import { completionAt, quoted } from './filter-edit.ts';

export interface Suggestion {
  readonly label: string;
  readonly help: string;
  /** The whole text once this is taken. */
  readonly text: string;
  /** The term is complete with it. */
  readonly isValue: boolean;
}

const SUGGESTIONS_MAX = 12;

/** Dimensions that begin with, or hold, what is typed. Never throws. */
export function suggestDimensions(text: string, tagKeys: readonly string[]): readonly Suggestion[] {
  const { start, prefix } = completionAt(text);
  const wanted = prefix.toLowerCase();
  const named = [...ROLLED_DIMENSIONS, ...ROW_DIMENSIONS].map((name) => {
    return { name: name as string, help: DIMENSION_HELP[name] };
  });
  const tags = tagKeys.map((key) => ({ name: `tag.${key}`, help: 'tag of the invocation' }));
  return [...named.slice(0, 6), ...tags, ...named.slice(6)]
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .sort((a, b) => rank(a.name, wanted) - rank(b.name, wanted))
    .slice(0, SUGGESTIONS_MAX)
    .map(({ name, help }) => {
      return {
        label: name,
        help,
        text: `${text.slice(0, start)}${formatDimension(name)}=`,
        isValue: false,
      };
    });
}

function rank(name: string, wanted: string): number {
  return name.toLowerCase().startsWith(wanted) ? 0 : 1;
}

/** Asks for what fits the end of the text; nothing when the server does not answer. */
export async function suggest(
  text: string,
  tagKeys: readonly string[],
  signal: AbortSignal,
): Promise<readonly Suggestion[]> {
  const { start, dimension, prefix } = completionAt(text);
  if (dimension === null) return suggestDimensions(text, tagKeys);
  try {
    const { values } = await askValues(dimension, prefix, signal);
    return values.slice(0, SUGGESTIONS_MAX).map((value) => {
      const whole = `${text.slice(0, start)}${quoted(value)}`;
      return { label: value, help: dimension, text: whole, isValue: true };
    });
  } catch {
    return []; // A filter can be typed without help.
  }
}
