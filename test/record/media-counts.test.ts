/** Holds the reading of images, video, embeddings and rerank to each model's own bodies. */
import { describe, expect, test } from 'vitest';
import type { MediaCounts } from '../../server/record/invocation.ts';
import { invocationOf, invoke, record, type Json } from './records.ts';

const CANVAS = 'amazon.nova-canvas-v1:0';
const TITAN = 'amazon.titan-image-generator-v2:0';
const SDXL = 'stability.stable-diffusion-xl-v1';
const ULTRA = 'stability.stable-image-ultra-v1:1';
const REEL = 'amazon.nova-reel-v1:1';
const LUMA = 'luma.ray-v2:0';
const EMBED = 'amazon.titan-embed-image-v1';
const RERANK = 'cohere.rerank-v3-5:0';

const picture = '<b64>';
const textToImage = (config?: Json): Json => ({
  taskType: 'TEXT_IMAGE',
  textToImageParams: { text: 'a red bike' },
  ...(config ? { imageGenerationConfig: config } : {}),
});
const prompts = { text_prompts: [{ text: 'a dragon' }] };
const core = { prompt: 'a red bike', mode: 'text-to-image', output_format: 'png' };
const profile = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123def456';
const standard = {
  imageWidth: 1024,
  imageHeight: 1024,
  imageQuality: 'standard',
  imageSteps: null,
};
const dragon = { imageWidth: 1024, imageHeight: 1024, imageQuality: null, imageSteps: 30 };
const noClass = { imageWidth: null, imageHeight: null, imageQuality: null, imageSteps: null };

interface Case {
  readonly name: string;
  readonly value: Json;
  readonly told: Partial<MediaCounts>;
}

const IMAGES: readonly Case[] = [
  {
    name: 'images of Canvas by the request, while the answer lies in S3',
    value: invoke(
      CANVAS,
      textToImage({ numberOfImages: 2, quality: 'premium', width: 2048, height: 1024 }),
      undefined,
    ),
    told: {
      imagesOut: 2,
      imagesOutRequested: true,
      imageWidth: 2048,
      imageHeight: 1024,
      imageQuality: 'premium',
    },
  },
  {
    name: 'fewer images than asked for, as the answer has them',
    value: invoke(CANVAS, textToImage({ numberOfImages: 3 }), { images: [picture] }),
    told: { imagesOut: 1, imagesOutRequested: false, ...standard },
  },
  {
    name: 'no image at all, when a filter took them',
    value: invoke(TITAN, textToImage(), { images: [], error: 'filtered' }),
    told: { imagesOut: 0, imagesOutRequested: false },
  },
  {
    name: 'one standard image of 1024, which is what a bare task makes',
    value: invoke(TITAN, textToImage(), undefined),
    told: { imagesOut: 1, imagesOutRequested: true, ...standard },
  },
  {
    name: 'a task without a configuration by its name alone',
    value: invoke(profile, { taskType: 'BACKGROUND_REMOVAL' }, undefined),
    told: { imagesOut: 1, ...standard },
  },
  {
    name: 'the count of the record before all others',
    value: invoke(CANVAS, textToImage({ numberOfImages: 2 }), undefined, {
      output: { outputImageCount: 4 },
    }),
    told: { imagesOut: 4, imagesOutRequested: false },
  },
  {
    name: 'no count for Canvas when both bodies lie in S3',
    value: invoke(CANVAS, undefined, undefined),
    told: { imagesOut: null, imagesOutRequested: false, ...noClass },
  },
  {
    name: 'no count for a request of a thousand images',
    value: invoke(CANVAS, textToImage({ numberOfImages: 1000 }), undefined),
    told: { imagesOut: null },
  },
  {
    name: 'no quality that is a sentence',
    value: invoke(CANVAS, textToImage({ quality: 'as good as you can' }), undefined),
    told: { imagesOut: 1, imageQuality: null },
  },
  {
    name: 'sides that are no numbers as the default',
    value: invoke(CANVAS, textToImage({ width: '512', height: -1 }), undefined),
    told: { imageWidth: 1024, imageHeight: 1024 },
  },
  {
    name: 'artifacts and steps of SDXL',
    value: invoke(
      SDXL,
      { ...prompts, width: 512, height: 512, steps: 51 },
      { artifacts: [{}, {}] },
    ),
    told: { ...dragon, imagesOut: 2, imageWidth: 512, imageHeight: 512, imageSteps: 51 },
  },
  {
    name: 'the defaults of SDXL',
    value: invoke(SDXL, { ...prompts, samples: 3 }, undefined),
    told: { imagesOut: 3, imagesOutRequested: true, ...dragon },
  },
  {
    name: 'one image of Ultra, which has no class',
    value: invoke(ULTRA, core, { images: [picture], finish_reasons: [null] }),
    told: { imagesOut: 1, imagesOutRequested: false, ...noClass },
  },
  {
    name: 'one image of Ultra without any body, since it makes no more a call',
    value: invoke(ULTRA, undefined, undefined),
    told: { imagesOut: 1, imagesOutRequested: true, ...noClass },
  },
  {
    name: 'no image of Ultra that was filtered',
    value: invoke(ULTRA, core, { finish_reasons: ['Filter reason: prompt'] }),
    told: { imagesOut: 0 },
  },
];

const VIDEOS: readonly Case[] = [
  {
    name: 'what was made, before what was asked for',
    value: invoke(REEL, { videoGenerationConfig: { durationSeconds: 12 } }, undefined, {
      output: {
        outputVideoDurationSeconds: 6.5,
        outputVideoFramesPerSecond: 24,
        outputVideoWidth: 1280,
        outputVideoHeight: 720,
      },
    }),
    told: { videoMs: 6500, videoWidth: 1280, videoHeight: 720, videoFps: 24 },
  },
  {
    name: "Reel's request",
    value: invoke(
      REEL,
      { videoGenerationConfig: { durationSeconds: 6, fps: 24, dimension: '1280x720' } },
      undefined,
    ),
    told: { videoMs: 6000, videoWidth: 1280, videoHeight: 720, videoFps: 24 },
  },
  {
    name: "Reel's only size, when the request names none",
    value: invoke(REEL, { videoGenerationConfig: { durationSeconds: 6 } }, undefined),
    told: { videoMs: 6000, videoWidth: 1280, videoHeight: 720, videoFps: 24 },
  },
  {
    name: "Luma's resolution as a height, inside what starts an asynchronous call",
    value: invoke(
      LUMA,
      { modelInput: { prompt: 'waves', duration: '9s', resolution: '540p' } },
      undefined,
    ),
    told: { videoMs: 9000, videoWidth: null, videoHeight: 540, videoFps: 24 },
  },
  {
    name: "nothing of Luma's without a duration",
    value: invoke(LUMA, { prompt: 'waves' }, undefined),
    told: { videoMs: null, videoHeight: null, videoFps: null },
  },
  {
    name: 'no video of a year',
    value: invoke(REEL, { videoGenerationConfig: { durationSeconds: 31_536_000 } }, undefined),
    told: { videoMs: null },
  },
];

const OTHERS: readonly Case[] = [
  {
    name: 'one picture of a Titan embedding',
    value: invoke(EMBED, { inputText: 'bike', inputImage: picture }, { embedding: [0.1] }),
    told: { imagesIn: 1 },
  },
  {
    name: 'a picture where Titan counts no token and no body is logged',
    value: invoke(EMBED, undefined, undefined, {
      input: { inputTokenCount: 0, inputBodyS3Path: 's3://logs/a_input.json.gz' },
    }),
    told: { imagesIn: 1 },
  },
  {
    name: 'no picture where Titan counts tokens',
    value: invoke(EMBED, undefined, undefined, { input: { inputTokenCount: 3 } }),
    told: { imagesIn: null },
  },
  {
    name: 'the pictures of Cohere',
    value: invoke('cohere.embed-v4:0', { images: [picture, picture] }, {}),
    told: { imagesIn: 2 },
  },
  {
    name: 'the pictures among inputs of Cohere',
    value: invoke(
      'cohere.embed-v4:0',
      { inputs: [{ content: [{ type: 'text' }, { type: 'image_url' }] }] },
      {},
    ),
    told: { imagesIn: 1 },
  },
  {
    name: 'the picture of a Nova embedding',
    value: invoke(
      'amazon.nova-2-multimodal-embeddings-v1:0',
      { singleEmbeddingParams: { image: { detailLevel: 'STANDARD_IMAGE' } } },
      {},
    ),
    told: { imagesIn: 1 },
  },
  {
    name: 'no picture in a page, which has a price of its own',
    value: invoke(
      'amazon.nova-2-multimodal-embeddings-v1:0',
      { singleEmbeddingParams: { image: { detailLevel: 'DOCUMENT_IMAGE' } } },
      {},
    ),
    told: { imagesIn: null },
  },
  {
    name: 'documents of a rerank request',
    value: invoke(RERANK, { query: 'bike', documents: ['a', 'b', 'c'] }, { results: [] }),
    told: { rerankDocuments: 3 },
  },
  {
    name: 'documents of a rerank answer, when the request is not logged',
    value: invoke(RERANK, undefined, { results: [{ index: 0, relevance_score: 0.9 }] }),
    told: { rerankDocuments: 1 },
  },
  {
    name: 'no documents in the results of Titan',
    value: invoke('amazon.titan-text-express-v1', undefined, { results: [{ tokenCount: 3 }] }),
    told: { rerankDocuments: null },
  },
  {
    name: 'nothing in messages with pictures, which are billed as tokens',
    value: record({
      input: {
        inputTokenCount: 1500,
        inputBodyJson: { messages: [{ content: [{ image: { format: 'png' } }] }], images: [1] },
      },
    }),
    told: { imagesIn: null, imagesOut: null, videoMs: null, rerankDocuments: null },
  },
];

describe('media counts', () => {
  test.each(IMAGES)('read $name', ({ value, told }) => {
    expect(invocationOf(value).media).toMatchObject(told);
  });

  test.each(VIDEOS)('of video read $name', ({ value, told }) => {
    expect(invocationOf(value).media).toMatchObject(told);
  });

  test.each(OTHERS)('read $name', ({ value, told }) => {
    expect(invocationOf(value).media).toMatchObject(told);
  });
});
