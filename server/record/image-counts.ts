/** How many images a call made, and of which class: size, quality, steps. */
import type { MediaCounts } from './invocation.ts';
import { asList, at, naturalAt, objectAt, textAt } from './json.ts';

type Images = Pick<
  MediaCounts,
  'imagesOut' | 'imagesOutRequested' | 'imageWidth' | 'imageHeight' | 'imageQuality' | 'imageSteps'
>;

interface ImageCall {
  readonly request: unknown;
  readonly output: unknown;
  readonly answer: unknown;
  /** Base model id; '' when an ARN hides it. */
  readonly model: string;
}

/** Families by the form of their requests. */
type Family = 'amazon' | 'diffusion' | 'stability';

/** What a model takes when the request names none. */
const DEFAULT_SIDE = 1024;
const DEFAULT_QUALITY = 'standard';
const DEFAULT_STEPS = 30;
/** No model makes more in one call; a larger number is not believed. */
const IMAGES_MAX = 100;

/** Reads what an image call asked for and got; null for any other call. Never throws. */
export function readImages(call: ImageCall): Images | null {
  const family = familyOf(call);
  const got = imagesGot(call);
  if (family === null && got === null) return null;
  const asked = got === null && family !== null ? imagesAsked(call, family) : null;
  return {
    imagesOut: got ?? asked,
    imagesOutRequested: asked !== null,
    ...classOf(call.request, family),
  };
}

const AMAZON_MODEL = /^amazon\.(titan-image|nova-canvas)/;
const AMAZON_TASKS = new Set([
  'TEXT_IMAGE',
  'INPAINTING',
  'OUTPAINTING',
  'IMAGE_VARIATION',
  'COLOR_GUIDED_GENERATION',
  'BACKGROUND_REMOVAL',
  'VIRTUAL_TRY_ON',
]);

function familyOf({ request, model }: ImageCall): Family | null {
  const isAmazon = AMAZON_MODEL.test(model) || AMAZON_TASKS.has(textAt(request, 'taskType') ?? '');
  if (isAmazon || objectAt(request, 'imageGenerationConfig') !== null) return 'amazon';
  if (asList(at(request, 'text_prompts')).length > 0) return 'diffusion';
  if (model.startsWith('stability.stable-diffusion-xl')) return 'diffusion';
  const isStability =
    textAt(request, 'prompt') !== null && textAt(request, 'output_format') !== null;
  return isStability || model.startsWith('stability.') ? 'stability' : null;
}

/** Images that came back; an empty list says that a filter took them all. */
function imagesGot({ output, answer }: ImageCall): number | null {
  const told = naturalAt(output, 'outputImageCount');
  if (told !== null) return told;
  const lists = [at(answer, 'images'), at(answer, 'artifacts')].filter(Array.isArray);
  if (lists.length > 0) return lists.reduce((sum, list) => sum + list.length, 0);
  const reasons = asList(at(answer, 'finish_reasons'));
  return reasons.length > 0 && reasons.every((reason) => typeof reason === 'string') ? 0 : null;
}

/** Images that were asked for, when the answer lies elsewhere; null when the request does too. */
function imagesAsked({ request }: ImageCall, family: Family): number | null {
  if (family === 'stability') return 1; // These models make one image a call.
  if (request === undefined) return null;
  const config = objectAt(request, 'imageGenerationConfig');
  const count = naturalAt(config, 'numberOfImages') ?? naturalAt(request, 'samples') ?? 1;
  return count > 0 && count <= IMAGES_MAX ? count : null;
}

type ImageClass = Pick<Images, 'imageWidth' | 'imageHeight' | 'imageQuality' | 'imageSteps'>;

function classOf(request: unknown, family: Family | null): ImageClass {
  if (request === undefined) return NO_CLASS;
  if (family === 'amazon') return amazonClass(request);
  return family === 'diffusion' ? diffusionClass(request) : NO_CLASS;
}

function amazonClass(request: unknown): ImageClass {
  const config = objectAt(request, 'imageGenerationConfig');
  const imageQuality = qualityOf(textAt(config, 'quality') ?? DEFAULT_QUALITY);
  return { ...sidesOf(config), imageQuality, imageSteps: null };
}

function diffusionClass(request: unknown): ImageClass {
  const imageSteps = naturalAt(request, 'steps') ?? DEFAULT_STEPS;
  return { ...sidesOf(request), imageQuality: null, imageSteps };
}

function sidesOf(config: unknown): Pick<Images, 'imageWidth' | 'imageHeight'> {
  return {
    imageWidth: naturalAt(config, 'width') ?? DEFAULT_SIDE,
    imageHeight: naturalAt(config, 'height') ?? DEFAULT_SIDE,
  };
}

const NO_CLASS: ImageClass = {
  imageWidth: null,
  imageHeight: null,
  imageQuality: null,
  imageSteps: null,
};

/** The caller's own text, so only what looks like the name of a quality goes on. */
function qualityOf(text: string): string | null {
  return /^[a-z]{1,20}$/.test(text) ? text : null;
}
