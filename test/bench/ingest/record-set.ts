/** Makes log records as accounts write them: a mix of calls, in the layout that S3 has. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { HOUR_MS, MINUTE_MS } from '../../../shared/window.ts';
import { createChance, type Chance } from './chance.ts';
import { proseOf } from './prose.ts';

/** Lean records hold short prompts, fat ones documents and long answers. */
export type Weight = 'lean' | 'fat';

export interface SetSize {
  readonly records: number;
  readonly recordsPerFile: number;
}

const ACCOUNT = '111122223333';
const REGIONS = ['us-east-1', 'us-west-2', 'eu-central-1'] as const;
const MODELS = [
  'anthropic.claude-sonnet-4-5-20250929-v1:0',
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'anthropic.claude-3-haiku-20240307-v1:0',
  'amazon.nova-lite-v1:0',
  'amazon.nova-micro-v1:0',
  'meta.llama3-1-70b-instruct-v1:0',
] as const;
/** Each calls from one Region under one role, which makes some 600 series with the models. */
const TENANTS = 50;
const FEATURES = ['chat', 'search', 'summary', 'translate'] as const;
const START_MS = Date.UTC(2026, 10, 1);

/** Writes a set of files below a folder; the same seed gives the same records. */
export function writeRecordSet(folder: string, weight: Weight, size: SetSize): void {
  const chance = createChance(weight === 'fat' ? 7 : 11);
  let made = 0;
  for (let file = 0; made < size.records; file += 1) {
    const startMs = START_MS + file * 17 * MINUTE_MS;
    const count = Math.min(size.recordsPerFile, size.records - made);
    const lines = Array.from({ length: count }, (_, index) => {
      const atMs = startMs + Math.floor((index / count) * 16 * 60) * 1000;
      return JSON.stringify(sampleRecord(atMs, weight, chance));
    });
    made += count;
    writeObject(folder, startMs, file, lines);
  }
}

function writeObject(
  folder: string,
  startMs: number,
  file: number,
  lines: readonly string[],
): void {
  const hour = new Date(Math.floor(startMs / HOUR_MS) * HOUR_MS).toISOString();
  const [date = '', time = ''] = hour.split('T');
  const place = path.join(
    folder,
    `AWSLogs/${ACCOUNT}/BedrockModelInvocationLogs/us-east-1`,
    `${date.replaceAll('-', '/')}/${time.slice(0, 2)}`,
  );
  mkdirSync(place, { recursive: true });
  const stamp = new Date(startMs).toISOString().replaceAll(/[-:.]/g, '');
  const name = `${stamp}_${String(file).padStart(16, '0')}.json.gz`;
  writeFileSync(path.join(place, name), gzipSync(`${lines.join('\n')}\n`));
}

type Body = Readonly<Record<string, unknown>>;

interface Call {
  readonly operation: string;
  readonly modelId: string;
  readonly input: Body;
  readonly output: Body;
}

/** One record of a set, at a time of whole seconds. */
export function sampleRecord(atMs: number, weight: Weight, chance: Chance): Body {
  const call = callOf(weight, chance);
  const payer = chance.below(TENANTS);
  const failed = chance.next() < 0.03;
  const { operation, modelId, input, output } = call;
  return {
    schemaType: 'ModelInvocationLog',
    schemaVersion: '1.0',
    timestamp: new Date(atMs).toISOString().replace('.000', ''),
    accountId: ACCOUNT,
    identity: {
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/App${payer % 20}Role/session-${chance.below(40)}`,
    },
    region: REGIONS[payer % REGIONS.length],
    requestId: chance.uuid(),
    operation,
    modelId,
    ...(failed ? { errorCode: 'ThrottlingException' } : {}),
    requestMetadata: { tenant: `tenant-${payer}`, feature: chance.pick(FEATURES) },
    input,
    ...(failed ? {} : { output }),
  };
}

function callOf(weight: Weight, chance: Chance): Call {
  const dice = chance.next();
  const modelId = chance.pick(MODELS);
  const sizes = sizesOf(weight, chance);
  if (dice < 0.42) return converse('Converse', modelId, sizes, chance);
  if (dice < 0.57) return converse('ConverseStream', modelId, sizes, chance);
  if (dice < (weight === 'lean' ? 0.9 : 0.72)) return invoke(sizes, chance);
  if (dice < 0.9) return stream(sizes, chance);
  if (weight === 'fat' && dice < 0.97) return embedding(chance);
  return image(sizes, chance);
}

interface Sizes {
  readonly asked: number;
  readonly answered: number;
}

/** Characters of prompt and answer; a few are ten times as long as most. */
function sizesOf(weight: Weight, chance: Chance): Sizes {
  const scale = weight === 'fat' ? 4_300 : 260;
  const spread = 0.3 + 1.2 * chance.next() + (chance.next() < 0.03 ? 6 * chance.next() : 0);
  return { asked: scale * spread * 1.1, answered: scale * spread * 0.5 };
}

function converse(operation: string, modelId: string, sizes: Sizes, chance: Chance): Call {
  const [inputTokens, outputTokens] = tokensOf(sizes);
  const usage = { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens };
  const answer = { role: 'assistant', content: [{ text: proseOf(sizes.answered, chance) }] };
  return {
    operation,
    modelId,
    input: {
      inputContentType: 'application/json',
      inputBodyJson: {
        messages: [{ role: 'user', content: [{ text: proseOf(sizes.asked, chance) }] }],
        inferenceConfig: { maxTokens: 1024 },
      },
      inputTokenCount: inputTokens,
      ...(chance.next() < 0.2 ? { cacheReadInputTokenCount: chance.below(5000) } : {}),
    },
    output: {
      outputContentType: 'application/json',
      outputBodyJson: {
        output: { message: answer },
        stopReason: 'end_turn',
        metrics: { latencyMs: 200 + chance.below(5000) },
        usage,
      },
      outputTokenCount: outputTokens,
    },
  };
}

function invoke(sizes: Sizes, chance: Chance): Call {
  const [inputTokens, outputTokens] = tokensOf(sizes);
  return {
    operation: 'InvokeModel',
    modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
    input: {
      inputContentType: 'application/json',
      inputBodyJson: {
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 1024,
        messages: [{ role: 'user', content: proseOf(sizes.asked, chance) }],
      },
      inputTokenCount: inputTokens,
    },
    output: {
      outputContentType: 'application/json',
      outputBodyJson: {
        type: 'message',
        role: 'assistant',
        content: [{ type: 'text', text: proseOf(sizes.answered, chance) }],
        stop_reason: 'end_turn',
        usage: { input_tokens: inputTokens, output_tokens: outputTokens },
      },
      outputTokenCount: outputTokens,
    },
  };
}

/** An answer in chunks, as a stream is logged: a few words each, figures in the last. */
function stream(sizes: Sizes, chance: Chance): Call {
  const [inputTokenCount, outputTokenCount] = tokensOf(sizes);
  const text = proseOf(sizes.answered / 4, chance);
  const parts = text.match(/[\s\S]{1,24}/g) ?? [];
  const usage = { input_tokens: inputTokenCount, output_tokens: 1 };
  const first = 100 + chance.below(400);
  const metrics = {
    inputTokenCount,
    outputTokenCount,
    invocationLatency: first + chance.below(5000),
    firstByteLatency: first,
  };
  const chunks = [
    { type: 'message_start', message: { role: 'assistant', model: 'claude-3-haiku', usage } },
    ...parts.map((part) => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text: part },
    })),
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 9 } },
    { type: 'message_stop', 'amazon-bedrock-invocationMetrics': metrics },
  ];
  const called = invoke({ ...sizes, answered: 0 }, chance);
  return {
    operation: 'InvokeModelWithResponseStream',
    modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
    input: called.input,
    output: {
      outputContentType: 'application/json',
      outputBodyJson: chunks,
      outputTokenCount,
    },
  };
}

function embedding(chance: Chance): Call {
  const vector = Array.from({ length: 1024 }, () => Number((chance.next() - 0.5).toFixed(7)));
  const tokens = 20 + chance.below(300);
  return {
    operation: 'InvokeModel',
    modelId: 'amazon.titan-embed-text-v2:0',
    input: {
      inputContentType: 'application/json',
      inputBodyJson: { inputText: proseOf(tokens * 4, chance) },
      inputTokenCount: tokens,
    },
    output: {
      outputContentType: 'application/json',
      outputBodyJson: { embedding: vector, inputTextTokenCount: tokens },
    },
  };
}

function image(sizes: Sizes, chance: Chance): Call {
  return {
    operation: 'InvokeModel',
    modelId: 'amazon.nova-canvas-v1:0',
    input: {
      inputContentType: 'application/json',
      inputBodyJson: {
        taskType: 'TEXT_IMAGE',
        textToImageParams: { text: proseOf(sizes.asked / 8, chance) },
        imageGenerationConfig: { numberOfImages: 1, width: 1024, height: 1024 },
      },
    },
    output: { outputContentType: 'application/json', outputImageCount: 1 },
  };
}

function tokensOf({ asked, answered }: Sizes): readonly [number, number] {
  return [Math.ceil(asked / 4), Math.ceil(answered / 4)];
}
