/** The user's own price file: rates, discounts and mark-ups, checked before they count. */
import { z } from 'zod';
import { USAGE_DIMENSIONS } from '../../shared/usage-dimension.ts';
import { parseDecimal } from '../../shared/money.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { parseTime } from '../../shared/window.ts';
import type { Discount } from './discount.ts';
import { modelIdOf } from './model-names.ts';
import { applyOverrides, implausiblePrice, overrideRows, type PriceOverride } from './overrides.ts';
import { priceConflict, type PriceBook } from './price-book.ts';
import { isFlatDimension, parseRate } from './price-row.ts';

export interface PriceFile {
  readonly overrides: readonly PriceOverride[];
  /** Discounts first, then mark-ups, each in the order of the file. */
  readonly discounts: readonly Discount[];
}

/** What is wrong in a price file: where, and how to mend it. */
export interface PriceFileProblem {
  /** Path such as `prices.2.usd`; '' for the file as a whole. */
  readonly path: string;
  readonly message: string;
}

const OVERRIDES_MAX = 10_000;
const DISCOUNTS_MAX = 1000;

// YAML gives 3.3 as a number; its shortest text is what was written, unless it has an exponent.
const decimal = z
  .union([z.string(), z.number()])
  .transform(String)
  .refine(
    (text) => parseDecimal(text, 30) !== null,
    'write a plain decimal in quotes, as "0.0035"',
  );

const instant = z.string().transform((text, context) => {
  const time = parseTime(text, 0, 'UTC');
  if (time.ok && !text.startsWith('now')) return time.value;
  context.addIssue({
    code: 'custom',
    message: 'write a date such as 2026-11-01; days begin in UTC',
  });
  return z.NEVER;
});

const period = { from: instant.optional(), to: instant.optional() };
const text = z.string().trim().min(1).max(500);

const override = z.strictObject({
  model: text,
  region: text.default('*'),
  routing: z.enum(['regional', 'geo', 'global']).optional(),
  tier: z.enum(['standard', 'priority', 'flex', 'batch', 'reserved']).default('standard'),
  latency: z.enum(['standard', 'optimized']).default('standard'),
  context: z.enum(['standard', 'long']).default('standard'),
  variant: z.enum(['base', 'custom', 'imported', 'provisioned']).default('base'),
  cacheTtl: z.enum(['5m', '30m', '1h']).optional(),
  detail: z.string().max(500).default(''),
  dimension: z.enum(USAGE_DIMENSIONS),
  usd: decimal,
  per: z.union([z.literal(1), z.literal(1000), z.literal(1_000_000)]),
  ...period,
  note: z.string().max(500).default(''),
});

/** A discount, or a mark-up: how far the percent goes is what differs. */
const adjustment = z.strictObject({
  model: text.default('*'),
  account: text.default('*'),
  tenant: text.default('*'),
  percent: decimal,
  ...period,
});

const priceFile = z.strictObject({
  prices: z.array(override).max(OVERRIDES_MAX).default([]),
  discounts: z.array(adjustment).max(DISCOUNTS_MAX).default([]),
  markups: z.array(adjustment).max(DISCOUNTS_MAX).default([]),
});

/**
 * Checks a price file that has been read from YAML.
 *
 * @param value what the YAML parser gave; null for an empty file.
 * @param book what the prices must be plausible against: the bundled one.
 * @returns the file, or everything that is wrong with it. Never throws.
 */
export function parsePriceFile(
  value: unknown,
  book: PriceBook,
): Result<PriceFile, readonly PriceFileProblem[]> {
  const parsed = priceFile.safeParse(value ?? {});
  if (!parsed.success) {
    return err(parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })));
  }
  const { prices, discounts, markups } = parsed.data;
  const overrides = prices.map(overrideFrom);
  const problems = [
    ...overrides.flatMap((price, index) => problemsOfPrice(price, book, `prices.${index}`)),
    ...discounts.flatMap((one, index) => problemsOfShare(one, 100n, `discounts.${index}`)),
    ...markups.flatMap((one, index) =>
      problemsOfShare(one, MARKUP_PERCENT_MAX, `markups.${index}`),
    ),
  ];
  if (problems.length > 0) return err(problems);
  const conflict = priceConflict(overrides.flatMap(overrideRows));
  if (conflict !== null) return err([{ path: 'prices', message: conflict }]);
  const marked = markups
    .map(discountFrom)
    .map((one) => ({ ...one, offMillionths: -one.offMillionths }));
  return ok({ overrides, discounts: [...discounts.map(discountFrom), ...marked] });
}

/** Puts a price file before a book: its prices answer first, its discounts come on top. */
export function withPriceFile(book: PriceBook, file: PriceFile): PriceBook {
  return { ...applyOverrides(book, file.overrides), discounts: file.discounts };
}

function overrideFrom({ from, to, ...price }: z.infer<typeof override>): PriceOverride {
  return {
    ...price,
    model: modelIdOf(price.model) ?? price.model,
    routing: price.routing ?? null,
    cacheTtl: price.cacheTtl ?? null,
    effectiveFromMs: from ?? null,
    effectiveToMs: to ?? null,
  };
}

function problemsOfPrice(
  price: PriceOverride,
  book: PriceBook,
  path: string,
): readonly PriceFileProblem[] {
  if (price.model === '*' && !isFlatDimension(price.dimension)) {
    return [{ path: `${path}.model`, message: 'name a model; one price for all is a discount' }];
  }
  if (parseRate(price.usd, price.per, price.dimension) === null) {
    const message = `${price.usd} USD is negative or too fine to be held exactly`;
    return [{ path: `${path}.usd`, message }];
  }
  if (isEmptyPeriod(price.effectiveFromMs, price.effectiveToMs)) {
    return [{ path: `${path}.to`, message: EMPTY_PERIOD }];
  }
  const message = overrideRows(price)
    .map((row) => implausiblePrice(row, book))
    .find(Boolean);
  return message ? [{ path: `${path}.usd`, message }] : [];
}

const EMPTY_PERIOD = 'the end must come after the beginning';

function isEmptyPeriod(fromMs: number | null, toMs: number | null): boolean {
  return fromMs !== null && toMs !== null && toMs <= fromMs;
}

/** Percents are kept as millionths of the whole: four decimals of a percent. */
const PERCENT_DIGITS = 4;
const PERCENT = 10_000n;
/** Eleven times the list price; what is more is a price of its own. */
const MARKUP_PERCENT_MAX = 1000n;

function problemsOfShare(
  { percent, from, to }: z.infer<typeof adjustment>,
  percentMax: bigint,
  path: string,
): readonly PriceFileProblem[] {
  const millionths = parseDecimal(percent, PERCENT_DIGITS);
  if (millionths === null || millionths < 0n || millionths > percentMax * PERCENT) {
    const message = `write 0 to ${percentMax}, with at most four decimals`;
    return [{ path: `${path}.percent`, message }];
  }
  return isEmptyPeriod(from ?? null, to ?? null)
    ? [{ path: `${path}.to`, message: EMPTY_PERIOD }]
    : [];
}

function discountFrom({ from, to, percent, ...entry }: z.infer<typeof adjustment>): Discount {
  return {
    ...entry,
    offMillionths: parseDecimal(percent, PERCENT_DIGITS) ?? 0n, // Checked by problemsOfShare.
    effectiveFromMs: from ?? null,
    effectiveToMs: to ?? null,
  };
}
