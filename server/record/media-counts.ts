/** What image, video, embedding and rerank calls asked for and got: counts and classes. */
import { readInputKind } from './embedding-input.ts';
import { readGroundingCount } from './grounding-count.ts';
import { readImages } from './image-counts.ts';
import type { MediaCounts, TokenCounts } from './invocation.ts';
import { asList, at, naturalAt, numberAt, objectAt, textAt } from './json.ts';

const NO_MEDIA: MediaCounts = {
  imagesOut: null,
  imagesOutRequested: false,
  imageWidth: null,
  imageHeight: null,
  imageQuality: null,
  imageSteps: null,
  imagesIn: null,
  videoMs: null,
  videoWidth: null,
  videoHeight: null,
  videoFps: null,
  rerankDocuments: null,
  inputKind: null,
  groundingRequests: null,
};

/**
 * Reads media counts.
 *
 * @param model base model id; null when an ARN hides it, and shapes alone must tell.
 * @returns nulls only for a text call. Never throws.
 */
export function readMediaCounts(
  record: unknown,
  model: string | null,
  tokens: TokenCounts,
): MediaCounts {
  const body = at(at(record, 'input'), 'inputBodyJson');
  const output = at(record, 'output');
  const answer = at(output, 'outputBodyJson');
  if (isTextCall(body, output)) return textCallCounts(body, answer);
  const request = objectAt(body, 'modelInput') ?? body; // StartAsyncInvoke wraps the model's own.
  const made = {
    ...readImages({ request, output, answer, model: model ?? '' }),
    ...readVideo(request, output, model ?? ''),
  };
  const read = {
    imagesIn: imagesIn(request, model ?? '', tokens),
    rerankDocuments: rerankDocuments(request, answer),
    inputKind: readInputKind(request),
  };
  const isTold = Object.values({ ...made, ...read }).some((value) => value !== null);
  return isTold ? { ...NO_MEDIA, ...made, ...read } : NO_MEDIA;
}

/** Text has no media, but may have been looked up on the web. */
function textCallCounts(request: unknown, answer: unknown): MediaCounts {
  const groundingRequests = readGroundingCount(request, answer);
  return groundingRequests === null ? NO_MEDIA : { ...NO_MEDIA, groundingRequests };
}

/** Messages make text, whatever pictures they carry: those are billed as tokens. */
function isTextCall(body: unknown, output: unknown): boolean {
  const hasMessages = Array.isArray(at(body, 'messages'));
  return hasMessages && at(output, 'outputImageCount') === undefined;
}

/** Pictures in an embedding request; other models bill a picture as tokens. */
function imagesIn(request: unknown, model: string, tokens: TokenCounts): number | null {
  if (textAt(request, 'inputImage') !== null) return 1;
  const single = objectAt(request, 'singleEmbeddingParams', 'image');
  if (single) return textAt(single, 'detailLevel') === 'DOCUMENT_IMAGE' ? null : 1;
  const inputs = asList(at(request, 'inputs')).flatMap((one) => asList(at(one, 'content')));
  const urls = inputs.filter((one) => textAt(one, 'type') === 'image_url').length;
  const count = asList(at(request, 'images')).length + urls;
  if (count > 0) return count;
  // Any text has tokens, so a Titan call that was logged without a body held a picture.
  const isPicture = model.startsWith('amazon.titan-embed-image') && tokens.input === 0;
  return isPicture && request === undefined ? 1 : null;
}

type Video = Pick<MediaCounts, 'videoMs' | 'videoWidth' | 'videoHeight' | 'videoFps'>;

/** @returns null where nothing tells of a video. */
function readVideo(request: unknown, output: unknown, model: string): Video | null {
  const asked = askedVideo(request, model);
  const videoMs = inMs(numberAt(output, 'outputVideoDurationSeconds')) ?? asked.videoMs;
  if (videoMs === null) return null;
  const width = naturalAt(output, 'outputVideoWidth');
  const height = naturalAt(output, 'outputVideoHeight');
  // Luma prices by the name of a resolution, which says more than the pixels of a square video.
  const isNamed = model.startsWith('luma.') && asked.videoHeight !== null;
  return {
    videoMs,
    videoWidth: isNamed ? null : (width ?? asked.videoWidth),
    videoHeight: isNamed ? asked.videoHeight : (height ?? asked.videoHeight),
    videoFps: naturalAt(output, 'outputVideoFramesPerSecond') ?? asked.videoFps,
  };
}

/** Both families make 24 frames a second, and Nova Reel one size only. */
const FPS = 24;
const REEL: Video = { videoMs: null, videoWidth: 1280, videoHeight: 720, videoFps: FPS };
const ANY: Video = { videoMs: null, videoWidth: null, videoHeight: null, videoFps: null };

function askedVideo(request: unknown, model: string): Video {
  if (model.startsWith('luma.')) return lumaVideo(request);
  const known = model.startsWith('amazon.nova-reel') ? REEL : ANY;
  const config = objectAt(request, 'videoGenerationConfig');
  const size = /^(\d{2,5})x(\d{2,5})$/.exec(textAt(config, 'dimension') ?? '');
  return {
    videoMs: inMs(numberAt(config, 'durationSeconds')),
    videoWidth: size ? Number(size[1]) : known.videoWidth,
    videoHeight: size ? Number(size[2]) : known.videoHeight,
    videoFps: naturalAt(config, 'fps') ?? known.videoFps,
  };
}

/**
 * A duration of `5s` or `9s`, a resolution of `540p` or `720p`, told here as the height.
 *
 * @source Bedrock user guide, request parameters of Luma Ray 2.
 */
function lumaVideo(request: unknown): Video {
  const duration = /^(\d{1,3})s$/.exec(textAt(request, 'duration') ?? '');
  const resolution = /^(\d{3,4})p$/.exec(textAt(request, 'resolution') ?? '');
  return {
    videoMs: duration ? Number(duration[1]) * 1000 : null,
    videoWidth: null,
    videoHeight: resolution ? Number(resolution[1]) : null,
    videoFps: FPS,
  };
}

const SECONDS_MAX = 86_400;

function inMs(seconds: number | null): number | null {
  return seconds === null || seconds > SECONDS_MAX ? null : Math.round(seconds * 1000);
}

/** A rerank call sends a query and documents, or only its results are logged. */
function rerankDocuments(request: unknown, answer: unknown): number | null {
  const documents = asList(at(request, 'documents')).length;
  if (textAt(request, 'query') !== null && documents > 0) return documents;
  const results = asList(at(answer, 'results'));
  const isRerank = results.some((one) => numberAt(one, 'relevance_score') !== null);
  return isRerank ? results.length : null;
}
