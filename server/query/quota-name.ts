/** Reads the name of a quota: what it limits, for which model, and for which calls. */
import type { QuotaKind, QuotaRouting } from '../../shared/quota-kinds.ts';
import { modelIdOfBillingName } from '../price/model-names.ts';

/** One group of calls that a quota holds for. */
export interface QuotaTarget {
  readonly model: string;
  readonly routing: QuotaRouting;
  readonly kind: QuotaKind;
  /** The quota of these calls over the value of the quota. */
  readonly factor: 1 | 2;
}

/** Why a quota is not held against any use. */
export type UnmatchedReason = 'notInference' | 'longContext' | 'unknownModel';

export type QuotaName =
  | { readonly isMatched: true; readonly targets: readonly QuotaTarget[] }
  | { readonly isMatched: false; readonly reason: UnmatchedReason };

/** AWS writes `cross-region`, `Cross-Region` and `cross-Region`. */
const HOW = '(on-demand|cross-region|global cross-region) (?:model inference|invokemodel)';
const PER_SPAN = new RegExp(`^${HOW} (requests|tokens) per (minute|day) for (.+)$`, 'i');
const DOUBLED = String.raw`( \(doubled for cross-region calls\))?`;
const PER_DAY = new RegExp(`^model invocation max tokens per day for (.+?)${DOUBLED}$`, 'i');
const ROUTING = new Map<string, QuotaRouting>([
  ['on-demand', 'regional'],
  ['cross-region', 'geo'],
  ['global cross-region', 'global'],
]);
/** Calls with a long context have quotas of their own, which minutes do not tell apart. */
const LONG = /\b1m context\b|context length/i;
const MAKERS: readonly string[] = [
  'ai21 labs',
  'amazon',
  'anthropic',
  'cohere',
  'google',
  'luma',
  'meta',
  'mistral ai',
  'mistral',
  'openai',
  'writer ai',
  'writer',
];

/**
 * Matches strictly: every letter and digit of the name must be that of one model, or it is unknown.
 *
 * @param name `Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4 V1`.
 * @returns base model ids and what they are limited in; or why nothing was matched. Never throws.
 */
export function readQuotaName(name: string): QuotaName {
  const asked = perSpan(name) ?? perDay(name);
  if (!asked) return { isMatched: false, reason: 'notInference' };
  if (LONG.test(asked.modelName)) return { isMatched: false, reason: 'longContext' };
  const model = modelOf(asked.modelName);
  if (model === null) return { isMatched: false, reason: 'unknownModel' };
  return { isMatched: true, targets: asked.targets.map((target) => ({ ...target, model })) };
}

interface Asked {
  readonly modelName: string;
  readonly targets: readonly Omit<QuotaTarget, 'model'>[];
}

function perSpan(name: string): Asked | null {
  const [, how = '', what = '', span = '', modelName = ''] = PER_SPAN.exec(name) ?? [];
  const routing = ROUTING.get(how.toLowerCase());
  if (!routing) return null;
  const kind = KIND_OF.get(`${what} per ${span}`.toLowerCase());
  return kind ? { modelName, targets: [{ routing, kind, factor: 1 }] } : null;
}

const KIND_OF = new Map<string, QuotaKind>([
  ['requests per minute', 'requestsPerMinute'],
  ['tokens per minute', 'tokensPerMinute'],
  ['tokens per day', 'tokensPerDay'],
]);

/** One quota for the calls of a Region and, doubled, for those of a profile that crosses them. */
function perDay(name: string): Asked | null {
  const [, modelName, doubled] = PER_DAY.exec(name) ?? [];
  if (modelName === undefined) return null;
  const kind = 'tokensPerDay';
  const targets = [
    { routing: 'regional', kind, factor: 1 },
    { routing: 'geo', kind, factor: doubled === undefined ? 1 : 2 },
  ] as const;
  return { modelName, targets };
}

/** How quotas spell models, where neither ids nor price lists do so. */
const SPELLINGS = new Map([
  ['cohere embed english', 'cohere.embed-english-v3'],
  ['cohere embed multilingual', 'cohere.embed-multilingual-v3'],
  ['amazon titan text embeddings', 'amazon.titan-embed-text-v1'],
  ['meta llama 4 maverick', 'meta.llama4-maverick-17b-instruct'],
  ['meta llama 4 scout', 'meta.llama4-scout-17b-instruct'],
  ['mistral ai mixtral 8x7bb instruct', 'mistral.mixtral-8x7b-instruct'],
]);

/** With and without the maker, the first version and the word for tuned models. */
function modelOf(name: string): string | null {
  const maker = MAKERS.find((one) => name.toLowerCase().startsWith(`${one} `));
  const bare = name.slice(maker ? maker.length + 1 : 0);
  const shortened = [name, bare].flatMap((one) => {
    const first = one.replace(/ V1(?:\.0)?$/i, '');
    return [one, first, first.replace(/ Instruct$/i, '')];
  });
  for (const spelling of shortened) {
    const model = SPELLINGS.get(spelling.toLowerCase()) ?? modelIdOfBillingName(spelling);
    if (model !== null) return model;
  }
  return null;
}
