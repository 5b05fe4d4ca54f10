/** Images, seconds of video, pictures read and rerank queries that a call is billed for. */
import { quantityScaleOf } from '../../shared/usage-dimension.ts';
import type { Call, Invocation, MediaCounts } from '../record/invocation.ts';
import type { Amount } from './amount.ts';
import { detailText, sideClass, stepsClass } from './detail.ts';
import type { Billing } from './model-traits.ts';

/** One rerank query holds up to so many documents; more count as further queries. */
const DOCUMENTS_PER_QUERY = 100;

const FAILED: ReadonlySet<Invocation['status']> = new Set([
  'throttled',
  'clientError',
  'serverError',
]);

/**
 * Media of a call, by its model or, where that is hidden, by the shape of its record.
 *
 * @param model base model id.
 * @param billing by what the model is billed.
 * @returns [] for failed calls and for those that tell nothing; a quantity of 0 is told as such.
 */
export function mediaAmounts(invocation: Call, model: string, billing: Billing): readonly Amount[] {
  if (FAILED.has(invocation.status)) return [];
  const { media } = invocation;
  switch (billing) {
    case 'queries':
      return queries(media.rerankDocuments);
    case 'embeddings':
    case 'inputs':
      return inputs(media, billing);
    case 'images':
      return images(invocation, model);
    case 'video':
      return video(media, model);
    case 'tokens':
      return mediaByShape(invocation, model);
  }
}

function mediaByShape(invocation: Call, model: string): readonly Amount[] {
  const { media, tokens } = invocation;
  const { imagesOut, videoMs, rerankDocuments, groundingRequests } = media;
  const isText = (imagesOut ?? videoMs ?? rerankDocuments ?? groundingRequests) === null;
  if (isText) return []; // So is nearly every call.
  const isRerank = rerankDocuments !== null && tokens.input === null;
  const rerank = isRerank ? queries(rerankDocuments) : [];
  const searches = groundingRequests ? [searchesOf(groundingRequests)] : [];
  return [...images(invocation, model), ...video(media, model), ...rerank, ...searches];
}

function searchesOf(quantity: number): Amount {
  return { dimension: 'grounding_requests', quantity };
}

/** Stands beside what a record tells, for a part of its bill that it does not tell. */
export const UNTOLD: Amount = { dimension: 'unmetered_calls', quantity: 1 };

/** A call is one query at least; how many more only the number of its documents tells. */
function queries(documents: number | null): readonly Amount[] {
  const dimension = 'rerank_queries';
  if (documents === null) return [{ dimension, quantity: 1 }, UNTOLD];
  return [{ dimension, quantity: Math.max(1, Math.ceil(documents / DOCUMENTS_PER_QUERY)) }];
}

/** Seconds of what was heard or seen stand in the file, and in no record. */
function inputs({ imagesIn, inputKind }: MediaCounts, billing: Billing): readonly Amount[] {
  if (inputKind === 'audio' || inputKind === 'video') return [UNTOLD];
  if (inputKind === 'documentImage') return [{ dimension: 'input_document_images', quantity: 1 }];
  const isCounted = billing === 'inputs';
  if (isCounted && inputKind === 'text') return [{ dimension: 'text_requests', quantity: 1 }];
  const pictures = imagesIn ?? (isCounted && inputKind === 'image' ? 1 : null);
  return pictures === null ? [] : [{ dimension: 'input_images', quantity: pictures }];
}

function images({ media, status }: Call, model: string): readonly Amount[] {
  const { imagesOut, imagesOutRequested } = media;
  if (imagesOut === null) return [];
  // What a guardrail stopped was asked for and never made.
  const isMade = status === 'success' || !imagesOutRequested;
  const quantity = isMade ? imagesOut : 0;
  return [{ dimension: 'output_images', quantity, detail: imageDetail(media, model) }];
}

function imageDetail(media: MediaCounts, model: string): string {
  const { imageWidth: width, imageHeight: height, imageSteps, imageQuality } = media;
  return detailText({
    side: sideClass({ model, width, height }),
    steps: imageSteps === null ? null : stepsClass(imageSteps),
    quality: imageQuality,
  });
}

function video(media: MediaCounts, model: string): readonly Amount[] {
  if (media.videoMs === null) return [];
  const quantity = (media.videoMs * quantityScaleOf('output_video_seconds')) / 1000;
  return [{ dimension: 'output_video_seconds', quantity, detail: videoDetail(media, model) }];
}

function videoDetail(media: MediaCounts, model: string): string {
  const { videoFps } = media;
  const fps = videoFps === null ? null : String(videoFps);
  return detailText({ resolution: resolutionOf(media, model), fps });
}

/** Luma prices by the shorter side, as `720p`; Amazon by width and height. */
function resolutionOf({ videoWidth, videoHeight }: MediaCounts, model: string): string | null {
  if (videoHeight === null) return null;
  if (model.startsWith('luma.')) return `${Math.min(videoHeight, videoWidth ?? videoHeight)}p`;
  return videoWidth === null ? null : `${videoWidth}x${videoHeight}`;
}
