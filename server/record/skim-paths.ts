/** What reading looks at in a record, as a tree; what it does not name is checked and passed by. */

/** What becomes of a value by its kind; a kind that is not named makes the record a rare one. */
export interface Keep {
  /** `word` stays as it is; `flag` stays as full or empty; the others are told beside the shape. */
  readonly text?: 'word' | 'flag' | 'time' | 'id' | 'arn';
  /** `count` is told beside the shape, `figure` stays in it, `flag` stays as some figure. */
  readonly number?: 'count' | 'figure' | 'flag';
  /** `metadata` is told beside the shape, `empty` stays as an object without members. */
  readonly object?: Keys | 'metadata' | 'empty';
  /** `length` keeps how many there are; keys look into each. */
  readonly list?: Keys | 'length' | 'empty';
  /** What a chunk of a stream tells of itself by having this key. */
  readonly marks?: 'type' | 'content' | 'guardrail';
}

/** A member that is kept: its key as bytes, its sign, and what becomes of its value. */
export interface Member {
  /** Stands for the key in a shape: from 128 on, and its own within its object. */
  readonly sign: number;
  readonly key: Uint8Array;
  readonly keep: Keep;
}

const FIRST_SIGN = 128;

/** Members of an object that are kept: at most 127 of them. */
export class Keys {
  readonly #members = new Map<number, Member[]>();
  #count = 0;
  /** True for chunks of a stream: content and what tells nothing are left out of their list. */
  readonly isChunk: boolean;

  constructor(members: Readonly<Record<string, Keep>>, isChunk = false) {
    this.isChunk = isChunk;
    for (const [name, keep] of Object.entries(members)) {
      const key = Uint8Array.from(name, (character) => character.charCodeAt(0)); // ASCII, all.
      const like = likeness(key, 0, key.length);
      const member = { sign: FIRST_SIGN + this.#count, key, keep };
      this.#members.set(like, [...(this.#members.get(like) ?? []), member]);
      this.#count += 1;
    }
  }

  /** All members, in no order. */
  *members(): Generator<Member> {
    for (const alike of this.#members.values()) yield* alike;
  }

  /** The member whose key lies at [start, end); null for one that is not kept. */
  find(bytes: Uint8Array, start: number, end: number): Member | null {
    const members = this.#members.get(likeness(bytes, start, end));
    if (members === undefined) return null;
    for (const member of members) if (isAt(member.key, bytes, start)) return member;
    return null;
  }
}

/** Length, first and last byte: few keys share them. */
function likeness(bytes: Uint8Array, start: number, end: number): number {
  if (end === start) return 0;
  return ((end - start) << 16) | ((bytes[start] ?? 0) << 8) | (bytes[end - 1] ?? 0);
}

function isAt(key: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let index = 0; index < key.length; index += 1) {
    if (key[index] !== bytes[start + index]) return false;
  }
  return true;
}

function keys(members: Readonly<Record<string, Keep>>, isChunk = false): Keys {
  return new Keys(members, isChunk);
}

const WORD: Keep = { text: 'word', number: 'figure' };
const FLAG: Keep = { text: 'flag', number: 'figure', list: 'empty' };
const COUNT: Keep = { number: 'count' };
const LENGTH: Keep = { text: 'flag', list: 'length', object: 'empty' };
/** Only whether it is a list matters. */
const LIST: Keep = { text: 'flag', number: 'figure', list: 'empty', object: 'empty' };

const TIER: Keep = { text: 'word', object: keys({ type: WORD }) };
const TIERS = {
  serviceTier: TIER,
  service_tier: TIER,
  performanceConfig: { object: keys({ latency: WORD }) },
} satisfies Record<string, Keep>;

const USAGE: Keep = {
  object: keys({
    input_tokens: COUNT,
    inputTokens: COUNT,
    prompt_tokens: COUNT,
    output_tokens: COUNT,
    outputTokens: COUNT,
    completion_tokens: COUNT,
    cache_read_input_tokens: COUNT,
    cacheReadInputTokens: COUNT,
    cacheReadInputTokenCount: COUNT,
    cache_creation_input_tokens: COUNT,
    cacheWriteInputTokens: COUNT,
    cacheWriteInputTokenCount: COUNT,
    cache_creation: {
      object: keys({ ephemeral_5m_input_tokens: COUNT, ephemeral_1h_input_tokens: COUNT }),
    },
    cacheDetails: { list: keys({ ttl: WORD, inputTokens: COUNT }) },
    ...TIERS,
  }),
};

const METRICS: Keep = { object: keys({ latencyMs: COUNT }) };

const INVOCATION_METRICS: Keep = {
  object: keys({
    inputTokenCount: COUNT,
    outputTokenCount: COUNT,
    cacheReadInputTokenCount: COUNT,
    cacheWriteInputTokenCount: COUNT,
    invocationLatency: COUNT,
    firstByteLatency: COUNT,
  }),
};

/** Traces are rare and deep: a record with one is read in full. */
const GUARDRAIL = {
  'amazon-bedrock-guardrailAction': { text: 'word', marks: 'guardrail' },
  'amazon-bedrock-trace': { marks: 'guardrail' },
  trace: {},
} satisfies Record<string, Keep>;

/** What an answer, a part of it or a chunk may tell. */
const PART = {
  usage: USAGE,
  metrics: METRICS,
  stopReason: WORD,
  stop_reason: WORD,
  finish_reason: WORD,
  completionReason: WORD,
  ...TIERS,
  ...GUARDRAIL,
} satisfies Record<string, Keep>;

const PART_KEYS: Keep = { object: keys(PART), list: 'empty', text: 'flag' };

const CHUNK = keys(
  {
    ...PART,
    type: { ...WORD, marks: 'type' },
    contentBlockDelta: { marks: 'content' },
    contentBlockStart: { marks: 'content' },
    contentBlockStop: { marks: 'content' },
    'amazon-bedrock-invocationMetrics': INVOCATION_METRICS,
    metadata: PART_KEYS,
    messageStop: PART_KEYS,
    delta: PART_KEYS,
    message: PART_KEYS,
  },
  true,
);

const SCORE: Keep = { number: 'flag' };

/** Only the first choice is read, but for results, where each may be one of a rerank. */
const CHOICES: Keep = { list: keys({ ...PART, tokenCount: COUNT, relevance_score: SCORE }) };

const ANSWER: Keep = {
  object: keys({
    ...PART,
    output: PART_KEYS,
    'amazon-bedrock-invocationMetrics': INVOCATION_METRICS,
    choices: CHOICES,
    results: CHOICES,
    outputs: CHOICES,
    generations: CHOICES,
    inputTextTokenCount: COUNT,
    prompt_token_count: COUNT,
    generation_token_count: COUNT,
    images: LENGTH,
    artifacts: LENGTH,
    finish_reasons: {},
  }),
  list: CHUNK,
};

const IMAGE_CONFIG: Keep = {
  object: keys({ numberOfImages: WORD, width: WORD, height: WORD, quality: WORD }),
};

/** A request that is no list of messages; those with more to them are read in full. */
const REQUEST: Keep = {
  object: keys({
    ...TIERS,
    messages: LIST,
    modelInput: {},
    toolConfig: { object: keys({ tools: { list: keys({ systemTool: {} }) } }) },
    inputType: WORD,
    segmentedEmbeddingParams: {},
    inputImage: FLAG,
    singleEmbeddingParams: {},
    inputs: {},
    images: LENGTH,
    documents: LENGTH,
    query: FLAG,
    taskType: WORD,
    imageGenerationConfig: IMAGE_CONFIG,
    text_prompts: LENGTH,
    prompt: FLAG,
    output_format: FLAG,
    samples: WORD,
    width: WORD,
    height: WORD,
    steps: WORD,
    videoGenerationConfig: {},
    duration: WORD,
    resolution: WORD,
  }),
};

export const RECORD_KEYS: Keys = keys({
  schemaType: WORD,
  timestamp: { text: 'time' },
  accountId: WORD,
  region: WORD,
  requestId: { text: 'id' },
  operation: WORD,
  modelId: WORD,
  errorCode: WORD,
  inferenceRegion: WORD,
  identity: { object: keys({ arn: { text: 'arn' } }) },
  requestMetadata: { object: 'metadata' },
  ...TIERS,
  input: {
    object: keys({
      inputTokenCount: COUNT,
      cacheReadInputTokenCount: COUNT,
      cacheWriteInputTokenCount: COUNT,
      inputBodyJson: REQUEST,
      inputBodyS3Path: {}, // A path is no count: such a record is read in full.
    }),
  },
  output: {
    object: keys({
      outputTokenCount: COUNT,
      outputImageCount: WORD,
      outputVideoDurationSeconds: WORD,
      outputVideoWidth: WORD,
      outputVideoHeight: WORD,
      outputVideoFramesPerSecond: WORD,
      outputBodyJson: ANSWER,
      outputBodyS3Path: {},
    }),
  },
});
