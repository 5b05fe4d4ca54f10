/** Metrics of images that models made. */
import { PRICED, ratio, usage, type Metric } from './metric.ts';

export const IMAGE_METRICS = {
  images: usage('Images', 'images', ['output_images'], 'Images that models made.'),
  imageCost: {
    label: 'Cost of images',
    unit: 'usd',
    formula: { kind: 'imageCost' },
    sources: PRICED,
    help: 'The part of the cost that is charged for images that models made.',
  },
  costPerImage: ratio(
    'Cost per image',
    { over: 'imageCost', under: ['images'], unit: 'usd' },
    'Cost of images over images; tokens of the same calls are not in it.',
  ),
} as const satisfies Record<string, Metric>;
