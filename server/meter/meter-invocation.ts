/** Turns an invocation into usage lines, in the units and classes that AWS bills. */
import { quantityScaleOf, type UsageDimension } from '../../shared/metrics.ts';
import type { Invocation, MediaCounts } from '../record/invocation.ts';
import type { ResolvedModel } from '../record/resolve-model.ts';
import { detailText, sideClass, stepsClass } from './detail.ts';
import { contextTier, countsCacheAsInput } from './token-convention.ts';
import { usageTypeKey, type UsageLine, type UsageType } from './usage.ts';

/** Guardrails have rates of their own, whatever model they watch. */
const GUARDRAIL_MODEL = 'guardrail';
/** One rerank query holds up to so many documents; more count as further queries. */
const DOCUMENTS_PER_QUERY = 100;

interface Amount {
  readonly dimension: UsageDimension;
  readonly quantity: number;
  readonly model?: string;
  readonly cacheTtl?: UsageType['cacheTtl'];
  readonly detail?: string;
}

/**
 * Works out what a call consumed.
 *
 * @returns lines sorted by usage type key, quantities above zero; a successful call whose record
 *   tells no quantity gives one of `unmetered_calls`, so that it never passes for free. Never throws.
 */
export function meterInvocation(
  invocation: Invocation,
  resolved: ResolvedModel,
): readonly UsageLine[] {
  const model = tokenAmounts(invocation, resolved.model).concat(mediaAmounts(invocation));
  const own = model.length > 0 ? model : unmetered(invocation, resolved);
  const amounts = [...own, ...guardrailAmounts(invocation)].filter(({ quantity }) => quantity > 0);
  const base = baseType(invocation, resolved);
  const lines = amounts.map(({ quantity, ...axes }) => ({
    type: { ...base, ...axes },
    quantity,
  }));
  return sortLines(lines);
}

function sortLines(lines: readonly UsageLine[]): readonly UsageLine[] {
  if (lines.length < 2) return lines;
  const keyed = lines.map((line) => ({ key: usageTypeKey(line.type), line }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ line }) => line);
}

function baseType(
  invocation: Invocation,
  { model, reference, variant }: ResolvedModel,
): Omit<UsageType, 'dimension'> {
  const { input, cacheRead, cacheWrite } = invocation.tokens;
  const cached = (cacheRead ?? 0) + (cacheWrite ?? 0);
  const promptTokens = (input ?? 0) + (countsCacheAsInput(model) ? 0 : cached);
  return {
    model,
    region: invocation.region,
    api: 'runtime',
    routing: reference.routing,
    tier: invocation.serviceTier,
    latency: invocation.latencyMode,
    context: contextTier(model, promptTokens),
    variant,
    cacheTtl: null,
    detail: '',
  };
}

function tokenAmounts({ tokens }: Invocation, model: string): readonly Amount[] {
  const { input, output, cacheRead, cacheWrite } = tokens;
  const cached = (cacheRead ?? 0) + (cacheWrite ?? 0);
  const fresh = countsCacheAsInput(model) ? Math.max(0, (input ?? 0) - cached) : (input ?? 0);
  const amounts: readonly Amount[] = [
    { dimension: 'input_tokens', quantity: fresh },
    { dimension: 'output_tokens', quantity: output ?? 0 },
    { dimension: 'cache_read_tokens', quantity: cacheRead ?? 0 },
    ...cacheWrites(tokens),
  ];
  const isTold = input !== null || output !== null || cacheRead !== null || cacheWrite !== null;
  return isTold ? amounts : [];
}

/** Splits cache writes by lifetime; what the body does not split stays `unknown`. */
function cacheWrites(tokens: Invocation['tokens']): readonly Amount[] {
  const total = tokens.cacheWrite ?? 0;
  const short = Math.min(tokens.cacheWrite5m ?? 0, total);
  const long = Math.min(tokens.cacheWrite1h ?? 0, total - short);
  const dimension = 'cache_write_tokens' as const;
  return [
    { dimension, cacheTtl: '5m', quantity: short },
    { dimension, cacheTtl: '1h', quantity: long },
    { dimension, cacheTtl: 'unknown', quantity: total - short - long },
  ];
}

function mediaAmounts({ media, status, modelReference, tokens }: Invocation): readonly Amount[] {
  if (status === 'throttled' || status === 'clientError' || status === 'serverError') return [];
  const documents = media.rerankDocuments;
  const queries = documents === null ? 0 : Math.max(1, Math.ceil(documents / DOCUMENTS_PER_QUERY));
  const scale = quantityScaleOf('output_video_seconds') / 1000;
  const isEmbedding = /embed/.test(modelReference.model ?? '');
  // A rerank call is billed by query, and its model has no rate for tokens.
  const amounts: readonly Amount[] = [
    { dimension: 'output_images', quantity: media.imagesOut ?? 0, detail: imageDetail(media) },
    {
      dimension: 'output_video_seconds',
      quantity: (media.videoMs ?? 0) * scale,
      detail: videoDetail(media),
    },
    { dimension: 'rerank_queries', quantity: tokens.input === null ? queries : 0 },
    { dimension: 'input_images', quantity: isEmbedding ? (media.imagesIn ?? 0) : 0 },
  ];
  return amounts.filter(({ quantity }) => quantity > 0);
}

/** Only what the model's price asks for: steps for diffusion, quality where it was named. */
function imageDetail(media: MediaCounts): string {
  return detailText({
    side: sideClass(media.imageWidth, media.imageHeight),
    steps: media.imageSteps === null ? null : stepsClass(media.imageSteps),
    quality: media.imageQuality,
  });
}

function videoDetail(media: MediaCounts): string {
  const { videoWidth, videoHeight, videoFps } = media;
  const isSized = videoWidth !== null && videoHeight !== null;
  return detailText({
    resolution: isSized ? `${videoWidth}x${videoHeight}` : null,
    fps: videoFps === null ? null : String(videoFps),
  });
}

function guardrailAmounts({ guardrailUnits }: Invocation): readonly Amount[] {
  return [...guardrailUnits].map(([policy, quantity]): Amount => {
    const isImage = policy === 'contentPolicyImageUnits';
    const dimension = isImage ? 'guardrail_images' : 'guardrail_text_units';
    return { dimension, quantity, model: GUARDRAIL_MODEL, detail: detailText({ policy }) };
  });
}

function unmetered(invocation: Invocation, { reference }: ResolvedModel): readonly Amount[] {
  if (invocation.status !== 'success') return [];
  // Provisioned capacity is billed by the hour, so a call without counts hides nothing.
  return reference.kind === 'provisioned' ? [] : [{ dimension: 'unmetered_calls', quantity: 1 }];
}
