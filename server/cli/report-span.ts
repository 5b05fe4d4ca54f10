/** The span that a report's options name: a day, a month, or a window. */
import { dayWindow, type Window } from '../../shared/window.ts';
import { periodWindow } from '../report/period.ts';
import { UsageError } from './root.ts';

/** A span, and how its files are called. */
export interface ReportSpan {
  readonly window: Window;
  /** Digits and dashes: safe in a file name. */
  readonly name: string;
}

/** One calendar day of a zone. @throws UsageError */
export function daySpan(date: string, timeZone: string): ReportSpan {
  const day = dayWindow(date, timeZone);
  if (day.ok) return { window: day.value, name: date };
  throw new UsageError(
    `There is no day ${date}: ${day.problem}.`,
    'Write a day such as 2026-11-20.',
  );
}

/** One calendar month of a zone. @throws UsageError */
export function monthSpan(month: string, timeZone: string): ReportSpan {
  const window = /^\d{4}-\d{2}$/.test(month) ? periodWindow(month, timeZone) : null;
  if (window?.ok) return { window: window.value, name: month };
  throw new UsageError(`There is no month ${month}.`, 'Write a month such as 2026-11.');
}

/** Formats that are asked for, each once. @throws UsageError for one that there is not */
export function formatsOf<T extends string>(text: string, known: readonly T[]): readonly T[] {
  const asked = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const formats = known.filter((one) => asked.includes(one));
  const strange = asked.find((one) => !known.some((format) => format === one));
  if (strange === undefined && formats.length > 0) return formats;
  throw new UsageError(
    `There is no format ${strange ?? '""'} here.`,
    `Use ${known.join(', ')}, joined by commas.`,
  );
}
