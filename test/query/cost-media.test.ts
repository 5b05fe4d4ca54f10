/** Images, video, embeddings and units of each listed model, by a record and by hand. */
import { describe, expect, test } from 'vitest';
import { invoke, record, type Json } from '../record/records.ts';
import { converse, costOf, MILLION } from './cost-of-record.ts';

const EAST: Json = { region: 'us-east-1' };
const WEST: Json = { region: 'us-west-2' };

const made = (modelId: string, request: Json, place = EAST): Json =>
  invoke(modelId, request, undefined, place);
const amazon = (model: string, width: number, quality: string, count = 1): Json =>
  made(`amazon.${model}`, {
    taskType: 'TEXT_IMAGE',
    imageGenerationConfig: { width, height: width, quality, numberOfImages: count },
  });
const sdxl = (version: string, side: number, steps: number): Json =>
  made(`stability.stable-diffusion-xl-${version}`, {
    text_prompts: [{}],
    width: side,
    height: side,
    steps,
  });
const stability = (model: string): Json =>
  made(`stability.${model}`, { prompt: 'x', output_format: 'png' });

type Case = readonly [name: string, record: Json, cost: string];

const IMAGES: readonly Case[] = [
  ['SDXL 0.8, 512, 50 steps', sdxl('v0', 512, 50), '0.018'],
  ['SDXL 0.8, 512, 51 steps', sdxl('v0', 512, 51), '0.036'],
  ['SDXL 0.8, 1024, 50 steps', sdxl('v0', 1024, 50), '0.036'],
  ['SDXL 0.8, 1024, 51 steps', sdxl('v0', 1024, 51), '0.072'],
  ['SDXL 1.0, 50 steps', sdxl('v1', 1024, 50), '0.04'],
  ['SDXL 1.0, 51 steps', sdxl('v1', 1024, 51), '0.08'],
  ['Titan G1 v1, 512', amazon('titan-image-generator-v1', 512, 'standard'), '0.008'],
  ['Titan G1 v1, 512 premium', amazon('titan-image-generator-v1', 512, 'premium'), '0.01'],
  ['Titan G1 v2, 1024', amazon('titan-image-generator-v2:0', 1024, 'standard'), '0.01'],
  ['Titan G1 v2, 1024 premium', amazon('titan-image-generator-v2:0', 1024, 'premium'), '0.012'],
  // 3 x 0.04
  ['Nova Canvas, three of 1024', amazon('nova-canvas-v1:0', 1024, 'standard', 3), '0.12'],
  ['Nova Canvas, 1024 premium', amazon('nova-canvas-v1:0', 1024, 'premium'), '0.06'],
  ['Nova Canvas, 2048', amazon('nova-canvas-v1:0', 2048, 'standard'), '0.06'],
  ['Nova Canvas, 2048 premium', amazon('nova-canvas-v1:0', 2048, 'premium'), '0.08'],
  // The list is of Virginia; other Regions are told apart by no source.
  ['SD3 Large', { ...stability('sd3-large-v1:0'), ...EAST }, '0.08'],
  ['SD3.5 Large', stability('sd3-5-large-v1:0'), '0.08'],
  ['Stable Image Core', stability('stable-image-core-v1:1'), '0.04'],
  ['Stable Image Ultra', stability('stable-image-ultra-v1:1'), '0.14'],
  ['fast upscale', stability('stable-fast-upscale-v1:0'), '0.03'],
  ['outpaint', stability('stable-outpaint-v1:0'), '0.06'],
  ['inpaint', stability('stable-image-inpaint-v1:0'), '0.07'],
  ['style transfer', stability('stable-style-transfer-v1:0'), '0.08'],
  ['conservative upscale', stability('stable-conservative-upscale-v1:0'), '0.4'],
  ['creative upscale', stability('stable-creative-upscale-v1:0'), '0.6'],
];

const luma = (resolution: string): Json =>
  made('luma.ray-v2:0', { modelInput: { prompt: 'x', duration: '5s', resolution } }, WEST);
const text = (modelId: string): Json => converse(modelId, { in: MILLION });

const OTHERS: readonly Case[] = [
  // 6 x 0.08
  [
    'Nova Reel, six seconds',
    made('amazon.nova-reel-v1:0', {
      modelInput: { videoGenerationConfig: { durationSeconds: 6, fps: 24, dimension: '1280x720' } },
    }),
    '0.48',
  ],
  // 5 x 0.75 and 5 x 1.50
  ['Luma Ray2, 540p', luma('540p'), '3.75'],
  ['Luma Ray2, 720p', luma('720p'), '7.5'],
  ['Titan Embed Text V2', text('amazon.titan-embed-text-v2:0'), '0.02'],
  ['Titan Embed Text V1', text('amazon.titan-embed-text-v1'), '0.1'],
  ['Cohere Embed 3', text('cohere.embed-english-v3'), '0.1'],
  ['Cohere Embed 4', text('cohere.embed-v4:0'), '0.12'],
  // 0.00006 + 1,000 x 0.80 / M
  [
    'Titan Multimodal Embed, a picture and its words',
    invoke(
      'amazon.titan-embed-image-v1',
      { inputImage: 'x', inputText: 'y' },
      { inputTextTokenCount: 1000 },
      EAST,
    ),
    '0.00086',
  ],
  [
    'Nova Multimodal Embed, a page',
    made('amazon.nova-2-multimodal-embeddings-v1:0', {
      singleEmbeddingParams: { image: { detailLevel: 'DOCUMENT_IMAGE' } },
    }),
    '0.0006',
  ],
  ['Marengo, a text', made('twelvelabs.marengo-embed-2-7-v1:0', { inputType: 'text' }), '0.00007'],
  [
    'Marengo, a picture',
    made('twelvelabs.marengo-embed-2-7-v1:0', { inputType: 'image' }),
    '0.0001',
  ],
  // 1,000 x 7.50 / M, and seconds of video that no record tells
  [
    'Pegasus, its answer',
    invoke(
      'twelvelabs.pegasus-1-2-v1:0',
      { inputPrompt: 'x' },
      {},
      {
        region: 'us-west-2',
        output: { outputTokenCount: 1000 },
      },
    ),
    '0.0075+?',
  ],
  // 101 documents are two queries at 1.00 a thousand
  [
    'Amazon Rerank, 101 documents',
    invoke(
      'amazon.rerank-v1:0',
      { query: 'x', documents: Array.from({ length: 101 }, () => 'd') },
      {},
      WEST,
    ),
    '0.002',
  ],
  // No source has a price: unknown and not free.
  [
    'a picture by Cohere Embed',
    invoke('cohere.embed-english-v3', { images: ['x'], input_type: 'image' }, {}, EAST),
    '?',
  ],
  ['images of an unknown number', record({ ...EAST, modelId: 'amazon.nova-canvas-v1:0' }), '?'],
];

describe('a record of', () => {
  test.each([...IMAGES, ...OTHERS])('%s costs what was worked out', (_, value, cost) => {
    expect(costOf(value).replace(/ fallback$/, '')).toBe(cost);
  });
});
