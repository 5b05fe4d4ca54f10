/** The question that the page shows the answer to; the URL holds it whole. */
import { isDimension, type Dimension } from '../../shared/dimensions.ts';
import { TOP_ORDERS, type TopOrder } from '../../shared/top-invocations.ts';
import { formatNameList, parseNameList } from '../../shared/name-list.ts';
import { METRIC_KEYS, type MetricKey } from '../../shared/metrics.ts';
import { VIEWS, type View } from './views.ts';
import { isTimeZone, parseTime, STEPS, type Step } from '../../shared/window.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export const COMPARISONS = ['previous', 'week'] as const;
export type Comparison = (typeof COMPARISONS)[number];

export const LOOKS = ['bars', 'lines', 'table'] as const;
export type Look = (typeof LOOKS)[number];

export interface Question {
  readonly view: View;
  /** Filter text as typed; it may be wrong, and the page then says where. */
  readonly filter: string;
  readonly groupBy: Dimension;
  /** Further dimensions that spend is grouped by at once, as a list of names; '' for none. */
  readonly thenBy: string;
  /** `now-7d`, `now`, a date or an ISO instant. */
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
  readonly step: Step | 'auto';
  readonly compare: Comparison;
  readonly theme: Theme;
  /** What is drawn over time where that can be chosen. */
  readonly metric: MetricKey;
  readonly look: Look;
  /** What is tried instead, such as `tier=batch model=amazon.nova-lite`; '' for nothing. */
  readonly set: string;
  /** Tag key that spend is ranked by beside the model; '' for the first that is declared. */
  readonly tag: string;
  /** Cursor of the page of invocations; '' for the newest. */
  readonly before: string;
  /** `1` shows views without controls, one after the other; '' does not. */
  readonly kiosk: '' | '1';
  /** What invocations are ordered by; '' for the newest first. */
  readonly order: '' | TopOrder;
  /** What is open in a view, such as the model whose rates are shown; '' for nothing. */
  readonly open: string;
  /** Request id of the invocation that is open; '' for none. */
  readonly invocation: string;
}

export const DEFAULT_QUESTION: Question = {
  view: 'overview',
  filter: '',
  groupBy: 'tenant',
  thenBy: '',
  from: 'now-7d',
  to: 'now',
  timeZone: 'UTC', // AWS bills by it.
  step: 'auto',
  compare: 'previous',
  theme: 'system',
  metric: 'cost',
  look: 'bars',
  set: '',
  tag: '',
  before: '',
  kiosk: '',
  order: '',
  open: '',
  invocation: '',
};

type Field = keyof Question;

const PARAMETER_OF: Record<Field, string> = {
  view: 'view',
  filter: 'filter',
  groupBy: 'groupBy',
  thenBy: 'thenBy',
  from: 'from',
  to: 'to',
  timeZone: 'tz',
  step: 'step',
  compare: 'compare',
  theme: 'theme',
  metric: 'metric',
  look: 'look',
  set: 'set',
  tag: 'tag',
  before: 'before',
  kiosk: 'kiosk',
  order: 'order',
  open: 'open',
  invocation: 'invocation',
};
const FIELDS = Object.keys(PARAMETER_OF) as readonly Field[]; // Keys of a literal Record.

/**
 * Reads the part of a URL after `?`.
 *
 * @returns a whole question: what is missing or makes no sense takes its default. Never throws.
 */
export function parseQuestion(search: string): Question {
  const parameters = new URLSearchParams(search);
  const text = (field: Field): string => parameters.get(PARAMETER_OF[field]) ?? '';
  const groupBy = text('groupBy');
  return {
    view: oneOf(VIEWS, text('view'), DEFAULT_QUESTION.view),
    filter: text('filter').trim(),
    groupBy: isDimension(groupBy) ? groupBy : DEFAULT_QUESTION.groupBy,
    thenBy: formatNameList(dimensionsIn(text('thenBy'))),
    from: timeOr(text('from'), DEFAULT_QUESTION.from),
    to: timeOr(text('to'), DEFAULT_QUESTION.to),
    timeZone: zoneOr(text('timeZone'), DEFAULT_QUESTION.timeZone),
    step: oneOf(['auto', ...STEPS], text('step'), DEFAULT_QUESTION.step),
    compare: oneOf(COMPARISONS, text('compare'), DEFAULT_QUESTION.compare),
    theme: oneOf(THEMES, text('theme'), DEFAULT_QUESTION.theme),
    metric: oneOf(METRIC_KEYS, text('metric'), DEFAULT_QUESTION.metric),
    look: oneOf(LOOKS, text('look'), DEFAULT_QUESTION.look),
    set: text('set').trim(),
    tag: text('tag'),
    before: text('before'),
    kiosk: oneOf(['', '1'], text('kiosk'), ''),
    order: oneOf(['', ...TOP_ORDERS], text('order'), ''),
    open: text('open'),
    invocation: text('invocation'),
  };
}

/**
 * Writes a question so that parseQuestion reads the same one back; defaults are left out.
 *
 * @returns '' or text that begins with `?`.
 */
export function formatQuestion(question: Question): string {
  const parameters = new URLSearchParams();
  for (const field of FIELDS) {
    if (question[field] !== DEFAULT_QUESTION[field]) {
      parameters.set(PARAMETER_OF[field], question[field]);
    }
  }
  return parameters.size > 0 ? `?${parameters}` : '';
}

/** The dimensions that a question groups by at once, each once, the chosen one first. */
export function dimensionsOf({ groupBy, thenBy }: Question): readonly Dimension[] {
  return [groupBy, ...dimensionsIn(thenBy).filter((dimension) => dimension !== groupBy)];
}

const THEN_MAX = 2; // More would make groups of one call each.

function dimensionsIn(text: string): readonly Dimension[] {
  return [...new Set(parseNameList(text).filter(isDimension))].slice(0, THEN_MAX);
}

function oneOf<Value extends string>(
  list: readonly Value[],
  text: string,
  otherwise: Value,
): Value {
  return list.find((value) => value === text) ?? otherwise;
}

function timeOr(text: string, otherwise: string): string {
  return parseTime(text, 0, 'UTC').ok ? text : otherwise;
}

function zoneOr(text: string, otherwise: string): string {
  return text !== '' && isTimeZone(text) ? text : otherwise;
}
