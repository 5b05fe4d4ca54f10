/** Burn-down: how many tokens of a quota one token of output takes, by model and date. */
import { remember } from '../../shared/remember.ts';

/**
 * What AWS says in "How tokens are counted in Amazon Bedrock".
 *
 * @source https://docs.aws.amazon.com/bedrock/latest/userguide/quotas-token-burndown.html as read
 *   on 2026-09-10
 */
export interface BurnDown {
  /** Tokens of the quota for one token of output. */
  readonly rate: number;
  /** True where no source names the model: then 1 is taken, which may be too little. */
  readonly isAssumed: boolean;
}

interface Rule {
  readonly matches: (model: string) => boolean;
  readonly rate: number;
  /** The day on which the page first said so; null where it never said otherwise. */
  readonly fromMs: number | null;
}

/** The day of the reading in which every older Claude had come to count five times. */
const ALL_CLAUDES_FROM_MS = Date.parse('2026-09-10T00:00:00Z');
const CLAUDE = /^anthropic\.claude-(?:(?:opus|sonnet|haiku)-)?(\d+)(?:-(\d))?(?:-|$)/;
const OLDER = /^anthropic\.claude-(?:v\d|instant)/;

/** The first whose model and day match holds; later readings stand before earlier ones. */
const RULES: readonly Rule[] = [
  { matches: (model) => versionOf(model) === 4.8, rate: 15, fromMs: null },
  {
    matches: (model) => /^anthropic\.claude-(?:sonnet-5|opus-5|fable-5-1)$/.test(model),
    rate: 10,
    fromMs: null,
  },
  {
    matches: (model) => /^openai\.gpt-5[.-]?6-(?:sol|terra|luna)$/.test(model),
    rate: 10,
    fromMs: null,
  },
  { matches: (model) => isUpTo(model, 3.7, 4.7), rate: 5, fromMs: null },
  { matches: (model) => isUpTo(model, 0, 3.6), rate: 5, fromMs: ALL_CLAUDES_FROM_MS },
  { matches: (model) => isUpTo(model, 0, 3.6), rate: 1, fromMs: null },
];

/**
 * The rate of a model at an instant.
 *
 * @param model base model id, without the prefix of a profile.
 * @returns 1 for models that the page does not name, as it says; of a Claude that it should name,
 *   and of what is no model id, that is assumed. Never throws.
 * @example burnDownOf('anthropic.claude-sonnet-4-5-20250929', nowMs) // { rate: 5, ... }
 */
export function burnDownOf(model: string, atMs: number): BurnDown {
  const found = rulesOf(model).find(({ fromMs }) => fromMs === null || fromMs <= atMs);
  if (found) return { rate: found.rate, isAssumed: false };
  const isNamed = model.includes('.') && !/^(?:anthropic\.|arn:)/.test(model);
  return { rate: 1, isAssumed: !isNamed };
}

/** Instants at which the rate of some model changes. */
export const BURN_DOWN_CUTS_MS: readonly number[] = [
  ...new Set(RULES.flatMap(({ fromMs }) => fromMs ?? [])),
];

const MODELS_MAX = 5_000;
const rulesOf = remember(MODELS_MAX, (model) => RULES.filter((rule) => rule.matches(model)));

/** `4.5` of Claude Opus 4.5, `3.7` of Claude 3.7 Sonnet; null for no Claude with a number. */
function versionOf(model: string): number | null {
  if (OLDER.test(model)) return 2;
  const [, major, minor = '0'] = CLAUDE.exec(model) ?? [];
  return major === undefined ? null : Number(`${major}.${minor}`);
}

function isUpTo(model: string, from: number, to: number): boolean {
  const version = versionOf(model);
  return version !== null && version >= from && version <= to;
}
