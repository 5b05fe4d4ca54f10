/** Holds metering of images, video, embeddings and rerank to the classes of each model's price. */
import { describe, expect, test } from 'vitest';
import { invoke, record, type Json } from '../record/records.ts';
import { linesOf, metered } from './lines.ts';

const CANVAS = 'amazon.nova-canvas-v1:0';
const RERANK = 'cohere.rerank-v3-5:0';
const TITAN_EMBED = 'amazon.titan-embed-image-v1';

const image = (modelId: string, request: Json, more: Json = {}): Json =>
  invoke(modelId, request, undefined, more);
const canvas = (config: Json): Json => image(CANVAS, { imageGenerationConfig: config });
const rerank = (documents: number, more: Json = {}): Json =>
  invoke(
    RERANK,
    { query: 'bike', documents: Array.from({ length: documents }, () => 'd') },
    {},
    more,
  );

const nova = (kind: string, detailLevel?: string): Json =>
  invoke(
    'amazon.nova-2-multimodal-embeddings-v1:0',
    { taskType: 'SINGLE_EMBEDDING', singleEmbeddingParams: { [kind]: { detailLevel } } },
    {},
  );
const marengo = (inputType: string): Json =>
  invoke('twelvelabs.marengo-embed-2-7-v1:0', { modelInput: { inputType } }, {});

const GROUNDING = { toolUse: { name: 'nova_grounding', type: 'server_tool_use' } };
const grounded = (searches: number): Json =>
  record({
    modelId: 'us.amazon.nova-premier-v1:0',
    input: {
      inputTokenCount: 10,
      inputBodyJson: {
        messages: [],
        toolConfig: { tools: [{ systemTool: { name: 'nova_grounding' } }] },
      },
    },
    output: {
      outputTokenCount: 20,
      outputBodyJson: {
        output: {
          message: {
            content: [{ text: 'x' }, ...Array.from({ length: searches }, () => GROUNDING)],
          },
        },
      },
    },
  });

interface Case {
  readonly name: string;
  readonly value: Json;
  readonly lines: readonly string[];
}

const IMAGES: readonly Case[] = [
  {
    name: 'Canvas with a side past 1024',
    value: canvas({ numberOfImages: 2, width: 1008, height: 1040 }),
    lines: ['output_images[quality=standard side=2048]=2'],
  },
  {
    name: 'a wide Canvas by its area',
    value: canvas({ width: 4096, height: 1024, quality: 'premium' }),
    lines: ['output_images[quality=premium side=2048]=1'],
  },
  {
    name: 'Canvas without a size',
    value: canvas({}),
    lines: ['output_images[quality=standard side=1024]=1'],
  },
  {
    name: 'Titan of 768, which costs as 512',
    value: image('amazon.titan-image-generator-v1', {
      imageGenerationConfig: { width: 768, height: 768 },
    }),
    lines: ['output_images[quality=standard side=512]=1'],
  },
  {
    name: 'Titan of 1408 wide',
    value: image('amazon.titan-image-generator-v2:0', {
      imageGenerationConfig: { width: 1408, height: 768, quality: 'premium' },
    }),
    lines: ['output_images[quality=premium side=2048]=1'],
  },
  {
    name: 'a wide SDXL of no more pixels than 1024 x 1024',
    value: image('stability.stable-diffusion-xl-v1', {
      text_prompts: [{}],
      width: 1344,
      height: 768,
    }),
    lines: ['output_images[side=1024 steps=le50]=1'],
  },
  {
    name: 'SDXL of many steps',
    value: image('stability.stable-diffusion-xl-v0', {
      text_prompts: [{}],
      width: 512,
      height: 512,
      steps: 51,
    }),
    lines: ['output_images[side=512 steps=gt50]=1'],
  },
  {
    name: 'Ultra at its one price',
    value: image('stability.stable-image-ultra-v1:1', {}),
    lines: ['output_images=1'],
  },
  {
    name: 'images, not the tokens beside them',
    value: image(
      CANVAS,
      { imageGenerationConfig: {} },
      { input: { inputTokenCount: 9 }, output: { outputImageCount: 1 } },
    ),
    lines: ['output_images=1'],
  },
  {
    name: 'Canvas without bodies as unmetered, though it counts 0 tokens',
    value: record({ modelId: CANVAS, input: { inputTokenCount: 0 }, output: {} }),
    lines: ['unmetered_calls=1'],
  },
  {
    name: 'images that a filter took as nothing',
    value: invoke(CANVAS, { taskType: 'TEXT_IMAGE' }, { images: [] }),
    lines: [],
  },
  {
    name: 'images of a failed call as nothing',
    value: image(CANVAS, { taskType: 'TEXT_IMAGE' }, { errorCode: 'ThrottlingException' }),
    lines: [],
  },
  {
    name: 'images that a guardrail stopped as nothing',
    value: invoke(
      CANVAS,
      { taskType: 'TEXT_IMAGE' },
      { 'amazon-bedrock-guardrailAction': 'INTERVENED' },
    ),
    lines: [],
  },
];

const OTHERS: readonly Case[] = [
  {
    name: 'seconds of Reel in thousandths',
    value: image('amazon.nova-reel-v1:1', { videoGenerationConfig: { durationSeconds: 6 } }),
    lines: ['output_video_seconds[fps=24 resolution=1280x720]=6000'],
  },
  {
    name: 'seconds of Luma by the name of the resolution',
    value: image('luma.ray-v2:0', { prompt: 'waves', duration: '5s', resolution: '720p' }),
    lines: ['output_video_seconds[fps=24 resolution=720p]=5000'],
  },
  {
    name: 'seconds of Luma by its shorter side',
    value: image(
      'luma.ray-v2:0',
      {},
      {
        output: { outputVideoDurationSeconds: 9, outputVideoWidth: 540, outputVideoHeight: 960 },
      },
    ),
    lines: ['output_video_seconds[fps=24 resolution=540p]=9000'],
  },
  {
    name: 'Reel without a duration as unmetered',
    value: image('amazon.nova-reel-v1:1', { taskType: 'TEXT_VIDEO' }),
    lines: ['unmetered_calls=1'],
  },
  { name: '100 documents as one query', value: rerank(100), lines: ['rerank_queries=1'] },
  { name: '101 documents as two queries', value: rerank(101), lines: ['rerank_queries=2'] },
  {
    name: 'a query, not the tokens beside it',
    value: invoke(RERANK, { query: 'bike', documents: ['a', 'b'] }, { inputTextTokenCount: 900 }),
    lines: ['rerank_queries=1'],
  },
  {
    name: 'a rerank call without bodies as one query at least, and as unmetered for the rest',
    value: record({ modelId: RERANK, input: { inputTokenCount: 0 } }),
    lines: ['rerank_queries=1', 'unmetered_calls=1'],
  },
  {
    name: 'a rerank call that failed as nothing',
    value: rerank(3, { errorCode: 'ValidationException' }),
    lines: [],
  },
  {
    name: "documents of a chat as the chat's tokens",
    value: invoke(
      'cohere.command-r-v1:0',
      { query: 'x', documents: ['a'] },
      {},
      { input: { inputTokenCount: 5 } },
    ),
    lines: ['input_tokens=5'],
  },
  {
    name: 'an embedding of text',
    value: record({ modelId: 'amazon.titan-embed-text-v2:0', input: { inputTokenCount: 92 } }),
    lines: ['input_tokens=92'],
  },
  {
    name: 'an embedding of text and a picture',
    value: invoke(TITAN_EMBED, { inputImage: '<b64>' }, { inputTextTokenCount: 3 }),
    lines: ['input_images=1', 'input_tokens=3'],
  },
  {
    name: 'a page that is embedded',
    value: nova('image', 'DOCUMENT_IMAGE'),
    lines: ['input_document_images=1'],
  },
  {
    name: 'a picture that is embedded',
    value: nova('image', 'STANDARD_IMAGE'),
    lines: ['input_images=1'],
  },
  {
    name: 'seconds of sound as unmetered, since no record tells them',
    value: nova('audio'),
    lines: ['unmetered_calls=1'],
  },
  { name: 'seconds of video as unmetered', value: nova('video'), lines: ['unmetered_calls=1'] },
  { name: 'a text by Marengo as one request', value: marengo('text'), lines: ['text_requests=1'] },
  { name: 'a picture by Marengo', value: marengo('image'), lines: ['input_images=1'] },
  { name: 'a film by Marengo as unmetered', value: marengo('video'), lines: ['unmetered_calls=1'] },
  {
    name: 'the answer of Pegasus, with the video that it saw as unmetered',
    value: invoke(
      'twelvelabs.pegasus-1-2-v1:0',
      { inputPrompt: 'x' },
      {},
      {
        output: { outputTokenCount: 40 },
      },
    ),
    lines: ['output_tokens=40', 'unmetered_calls=1'],
  },
  {
    name: 'searches of the web beside the tokens',
    value: grounded(2),
    lines: ['grounding_requests=2', 'input_tokens=10', 'output_tokens=20'],
  },
  {
    name: 'an embedding of nobody knows what as unmetered',
    value: record({
      modelId: 'amazon.nova-2-multimodal-embeddings-v1:0',
      input: { inputTokenCount: 0 },
    }),
    lines: ['unmetered_calls=1'],
  },
];

describe('meterInvocation', () => {
  test.each(IMAGES)('bills $name', ({ value, lines }) => {
    expect(metered(value)).toEqual(lines);
  });

  test.each(OTHERS)('bills $name', ({ value, lines }) => {
    expect(metered(value)).toEqual(lines);
  });

  test('bills by the model behind a profile', () => {
    const arn = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc';
    const fact = {
      arn,
      name: 'search',
      modelArns: [`arn:aws:bedrock:us-east-1::foundation-model/${RERANK}`],
      tags: new Map<string, string>(),
    };
    const value = { ...rerank(3), modelId: arn };
    const lines = linesOf(value, { profiles: new Map([[arn, fact]]) });
    expect(lines.map(({ type }) => [type.model, type.dimension])).toEqual([
      ['cohere.rerank-v3-5', 'rerank_queries'],
    ]);
  });
});
