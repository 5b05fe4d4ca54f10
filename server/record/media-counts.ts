/** What image, video, embedding and rerank calls asked for and got: counts and classes. */
import type { MediaCounts } from './invocation.ts';
import { asList, at, numberAt, objectAt, textAt } from './json.ts';

/** Sides and steps that a model takes when the request names none. */
const DEFAULT_SIDE = 1024;
const DEFAULT_SDXL_STEPS = 30;
const IMAGES_MAX = 100;

/** Reads media counts; a text call gives nulls only. Never throws. */
export function readMediaCounts(record: unknown): MediaCounts {
  const request = at(at(record, 'input'), 'inputBodyJson');
  const output = at(record, 'output');
  const answer = at(output, 'outputBodyJson');
  return {
    ...imagesOut(request, output, answer),
    ...imageClass(request),
    imagesIn: imagesIn(request),
    ...video(request, output),
    rerankDocuments: rerankDocuments(request, answer),
  };
}

function natural(value: number | null): number | null {
  return value !== null && Number.isSafeInteger(value) ? value : null;
}

function imagesOut(
  request: unknown,
  output: unknown,
  answer: unknown,
): Pick<MediaCounts, 'imagesOut' | 'imagesOutRequested'> {
  const told = natural(numberAt(output, 'outputImageCount'));
  const listed = ['images', 'artifacts'].flatMap((key) => asList(at(answer, key)).length || []);
  const got = told ?? listed[0] ?? null;
  if (got !== null) return { imagesOut: got, imagesOutRequested: false };
  const config = objectAt(request, 'imageGenerationConfig');
  const asked =
    natural(numberAt(config, 'numberOfImages')) ??
    natural(numberAt(request, 'samples')) ??
    (isImageRequest(request) ? 1 : null);
  const isSane = asked !== null && asked > 0 && asked <= IMAGES_MAX;
  return { imagesOut: isSane ? asked : null, imagesOutRequested: isSane };
}

function isImageRequest(request: unknown): boolean {
  return (
    objectAt(request, 'imageGenerationConfig') !== null ||
    asList(at(request, 'text_prompts')).length > 0 ||
    (textAt(request, 'prompt') !== null && textAt(request, 'output_format') !== null)
  );
}

function imageClass(
  request: unknown,
): Pick<MediaCounts, 'imageWidth' | 'imageHeight' | 'imageQuality' | 'imageSteps'> {
  if (!isImageRequest(request)) {
    return { imageWidth: null, imageHeight: null, imageQuality: null, imageSteps: null };
  }
  const config = objectAt(request, 'imageGenerationConfig') ?? request;
  const isDiffusion = asList(at(request, 'text_prompts')).length > 0;
  return {
    imageWidth: natural(numberAt(config, 'width')) ?? DEFAULT_SIDE,
    imageHeight: natural(numberAt(config, 'height')) ?? DEFAULT_SIDE,
    imageQuality: textAt(config, 'quality'),
    imageSteps: isDiffusion
      ? (natural(numberAt(request, 'steps')) ?? DEFAULT_SDXL_STEPS)
      : natural(numberAt(request, 'steps')),
  };
}

/** Pictures in an embedding request; other models bill a picture as tokens. */
function imagesIn(request: unknown): number | null {
  if (textAt(request, 'inputImage') !== null) return 1;
  const images = asList(at(request, 'images')).length;
  return images > 0 ? images : null;
}

function video(
  request: unknown,
  output: unknown,
): Pick<MediaCounts, 'videoMs' | 'videoWidth' | 'videoHeight' | 'videoFps'> {
  const config = objectAt(request, 'videoGenerationConfig');
  const seconds =
    numberAt(output, 'outputVideoDurationSeconds') ?? numberAt(config, 'durationSeconds');
  const [width = null, height = null] = (textAt(config, 'dimension') ?? '')
    .split('x')
    .map(Number)
    .filter(Number.isSafeInteger);
  return {
    videoMs: seconds === null ? null : Math.round(seconds * 1000),
    videoWidth: natural(numberAt(output, 'outputVideoWidth')) ?? width,
    videoHeight: natural(numberAt(output, 'outputVideoHeight')) ?? height,
    videoFps: natural(numberAt(output, 'outputVideoFramesPerSecond') ?? numberAt(config, 'fps')),
  };
}

/** A rerank call sends a query and documents, or only its results are logged. */
function rerankDocuments(request: unknown, answer: unknown): number | null {
  const documents = asList(at(request, 'documents')).length;
  if (textAt(request, 'query') !== null && documents > 0) return documents;
  const results = asList(at(answer, 'results'));
  const isRerank = results.some((one) => numberAt(one, 'relevance_score') !== null);
  return isRerank ? results.length : null;
}
