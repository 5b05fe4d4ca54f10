/** Text with places to fill: `$1` for a captured group, `${column}` for a cell of a table. */
import { err, ok, type Result } from '../../shared/result.ts';

type Part = string | { readonly group: number } | { readonly column: number };

export interface Template {
  /** As people wrote it. */
  readonly text: string;
  readonly parts: readonly Part[];
  /** What it always gives, where it has no place to fill; null otherwise. */
  readonly constant: string | null;
}

const PLACE = /\$(\d)|\$\{([^{}]*)\}/g;

/**
 * Reads a template.
 *
 * @param groupCount how many groups the conditions capture together.
 * @param columns names of the cells that a table gives; empty without a table.
 * @returns the template, or which place names nothing. Never throws.
 */
export function parseTemplate(
  text: string,
  groupCount: number,
  columns: readonly string[],
): Result<Template, string> {
  const parts: Part[] = [];
  let index = 0;
  for (const found of text.matchAll(PLACE)) {
    if (found.index > index) parts.push(text.slice(index, found.index));
    index = found.index + found[0].length;
    const place = placeOf(found[1], found[2] ?? '', columns);
    const problem = placeProblem(found[0], place, { groupCount, columns });
    if (problem !== null) return err(problem);
    parts.push(place);
  }
  if (index < text.length) parts.push(text.slice(index));
  const isConstant = parts.every((part) => typeof part === 'string');
  return ok({ text, parts, constant: isConstant ? parts.join('').trim() : null });
}

type Place = Exclude<Part, string>;

function placeOf(group: string | undefined, column: string, columns: readonly string[]): Place {
  return group === undefined ? { column: columns.indexOf(column) } : { group: Number(group) };
}

function placeProblem(
  text: string,
  place: Place,
  { groupCount, columns }: { readonly groupCount: number; readonly columns: readonly string[] },
): string | null {
  if ('group' in place) {
    if (place.group >= 1 && place.group <= groupCount) return null;
    const many = groupCount === 1 ? 'one group' : `${groupCount} groups`;
    return `${text} names no group: the conditions capture ${many}`;
  }
  if (place.column >= 0) return null;
  const known = columns.length === 0 ? 'without `lookup` there is none' : columns.join(', ');
  return `there is no column "${text.slice(2, -1)}" (${known})`;
}

/** Fills a template; a group that took no part gives nothing. Never throws. */
export function fillTemplate(
  template: Template,
  groups: readonly string[],
  cells: readonly string[],
): string {
  if (template.constant !== null) return template.constant;
  let text = '';
  for (const part of template.parts) {
    if (typeof part === 'string') text += part;
    else if ('group' in part) text += groups[part.group - 1] ?? '';
    else text += cells[part.column] ?? '';
  }
  return text.trim();
}
