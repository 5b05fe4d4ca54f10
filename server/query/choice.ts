/** Reads what to try instead, such as `tier=batch`, for the API and the command line alike. */
import { parseDecimal } from '../../shared/money.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { bundledPriceBook } from '../price/bundled-book.ts';
import { modelIdOf } from '../price/model-names.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { Scenario } from './compare-costs.ts';
import type { QueryProblem } from './parse-query.ts';
import { assumptionsOf, NO_CHANGE } from './usage-change.ts';

/** A way to price the same usage, and what it takes for granted. */
export interface Choice extends Scenario {
  /** Sentences; empty when only the book is another. */
  readonly assumptions: readonly string[];
}

const CHOICES = {
  tier: ['standard', 'priority', 'flex', 'batch'],
  routing: ['regional', 'geo', 'global'],
  cacheTtl: ['5m', '1h'],
} as const;

/** A percent has at most four decimals, and is kept in millionths of the whole. */
const PERCENT_DIGITS = 4;
const WHOLE_MILLIONTHS = 1_000_000n;

/** The keys of a choice, for help texts. */
export const CHOICE_KEYS = 'model, tier, routing, cacheTtl, discount and book';

/**
 * Reads settings, the later ones over the earlier.
 *
 * @param settings such as `model=amazon.nova-lite` or `discount=12.5`; none keeps all as it is.
 * @param book the prices to start from.
 * @returns the first setting that is wrong, with the mend, or the choice. Never throws.
 */
export function parseChoice(
  settings: readonly string[],
  book: PriceBook,
): Result<Choice, QueryProblem> {
  let choice: Choice = { book, change: NO_CHANGE, assumptions: [] };
  for (const text of settings) {
    const at = text.indexOf('=');
    const set = SETTERS.get(text.slice(0, at));
    if (!set) return problem(`"${text}" sets nothing.`, `The keys are ${CHOICE_KEYS}.`);
    const next = set(text.slice(at + 1), choice);
    if (!next.ok) return next;
    choice = next.value;
  }
  return ok({ ...choice, assumptions: [...assumptionsOf(choice.change), ...choice.assumptions] });
}

type Setter = (value: string, choice: Choice) => Result<Choice, QueryProblem>;

const SETTERS = new Map<string, Setter>([
  ['model', setModel],
  ['tier', (value, choice) => setAxis('tier', value, choice)],
  ['routing', (value, choice) => setAxis('routing', value, choice)],
  ['cacheTtl', (value, choice) => setAxis('cacheTtl', value, choice)],
  ['discount', setDiscount],
  ['book', setBook],
]);

function setModel(name: string, choice: Choice): Result<Choice, QueryProblem> {
  const model = modelIdOf(name) ?? name;
  if (!choice.book.rows.some((row) => row.model === model)) {
    const hint = 'Names are listed by `outcrop prices list`.';
    return problem(`No rate is known for the model "${name}".`, hint);
  }
  return ok({ ...choice, change: { ...choice.change, model } });
}

function setAxis(
  key: keyof typeof CHOICES,
  value: string,
  choice: Choice,
): Result<Choice, QueryProblem> {
  const known = CHOICES[key].find((one) => one === value);
  if (known === undefined) {
    return problem(`There is no ${key} "${value}".`, `Use ${CHOICES[key].join(', ')}.`);
  }
  return ok({ ...choice, change: { ...choice.change, [key]: known } });
}

function setDiscount(value: string, choice: Choice): Result<Choice, QueryProblem> {
  const offMillionths = parseDecimal(value, PERCENT_DIGITS);
  if (offMillionths === null || offMillionths < 0n || offMillionths > WHOLE_MILLIONTHS) {
    const hint = 'Write percent from 0 to 100, with at most four decimals.';
    return problem(`"${value}" is no discount.`, hint);
  }
  const everyone = { model: '*', account: '*', tenant: '*' };
  const discount = { ...everyone, offMillionths, effectiveFromMs: null, effectiveToMs: null };
  const words = `All usage has ${value} % off the list; discounts of your price file do not count.`;
  return ok({
    ...choice,
    book: { ...choice.book, discounts: [discount] },
    assumptions: [...choice.assumptions, words],
  });
}

function setBook(value: string, choice: Choice): Result<Choice, QueryProblem> {
  if (value !== 'bundled') return problem(`There is no book "${value}".`, 'Use bundled.');
  const words = 'Rates are those that come with Outcrop; your price file does not count.';
  return ok({ ...choice, book: bundledPriceBook(), assumptions: [...choice.assumptions, words] });
}

function problem(
  message: string,
  hint: string,
): { readonly ok: false; readonly problem: QueryProblem } {
  return err({ code: 'badParameter', message, hint });
}
