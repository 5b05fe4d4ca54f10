/** The vocabulary of `UsageType.detail`: classes by which AWS prices images, video, guardrails. */

/** Longer side of an image, as the smallest of these that holds it. */
const SIDES = [512, 1024, 2048, 4096] as const;
/** Stability's first models price by steps. */
const STEPS_LIMIT = 50;

/**
 * Sorted `key=value` pairs joined by one space; '' for none.
 *
 * Keys: `side` 512, 1024, 2048, 4096 or `larger`; `quality` as requested; `steps` `le50` or `gt50`;
 * `resolution` such as 1280x720 or 720p and `fps` for video; `policy` for guardrails.
 */
export function detailText(pairs: Readonly<Record<string, string | null>>): string {
  const told = Object.entries(pairs).filter(([, value]) => value !== null);
  return told
    .map(([key, value]) => `${key}=${String(value).replace(/\s+/g, '_').slice(0, 40)}`)
    .sort()
    .join(' ');
}

interface ImageSize {
  readonly model: string;
  readonly width: number | null;
  readonly height: number | null;
}

/**
 * Class of an image's size, as its model's prices draw the lines.
 *
 * @returns the class's side in pixels; null when the size is not told.
 * @source Bedrock user guide, sizes and their prices of Titan Image Generator, where 768 x 768 and
 *   less costs as 512 x 512; bills of Nova Canvas, where 1008 x 1040 costs as 2048 x 2048.
 */
export function sideClass({ model, width, height }: ImageSize): string | null {
  if (width === null || height === null) return null;
  const longer = Math.max(width, height);
  // SDXL's wide sizes, such as 1344 x 768, hold no more pixels than 1024 x 1024.
  if (model.startsWith('stability.stable-diffusion-xl'))
    return classOfSide(Math.sqrt(width * height));
  if (model.startsWith('amazon.titan-image')) return classOfSide(longer <= 768 ? 512 : longer);
  // Sides up to 4096 are allowed as long as the area is that of the class 2048.
  return classOfSide(longer <= 1024 ? longer : Math.max(1025, Math.sqrt(width * height)));
}

function classOfSide(side: number): string {
  return String(SIDES.find((limit) => side <= limit) ?? 'larger');
}

/** Class of an image's diffusion steps. */
export function stepsClass(steps: number): 'le50' | 'gt50' {
  return steps <= STEPS_LIMIT ? 'le50' : 'gt50';
}
