/** The base id keeps different models apart and puts all spellings of one model together. */
import { describe, expect, test } from 'vitest';
import { baseModelId, routingOfModelId } from '../../shared/model-id.ts';

const BASES: readonly (readonly [string, string])[] = [
  ['anthropic.claude-3-haiku-20240307-v1:0', 'anthropic.claude-3-haiku-20240307'],
  ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'anthropic.claude-sonnet-4-5-20250929'],
  ['global.anthropic.claude-sonnet-4-5-20250929-v1:0', 'anthropic.claude-sonnet-4-5-20250929'],
  ['us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0', 'anthropic.claude-sonnet-4-5-20250929'],
  ['anthropic.claude-3-5-sonnet-20240620-v1:0', 'anthropic.claude-3-5-sonnet-20240620'],
  ['anthropic.claude-3-5-sonnet-20241022-v2:0', 'anthropic.claude-3-5-sonnet-20241022'],
  ['anthropic.claude-opus-4-6-v1', 'anthropic.claude-opus-4-6'],
  ['anthropic.claude-sonnet-4-6', 'anthropic.claude-sonnet-4-6'],
  ['anthropic.claude-v2', 'anthropic.claude-v2'],
  ['anthropic.claude-v2:0:18k', 'anthropic.claude-v2'],
  ['anthropic.claude-v2:1:200k', 'anthropic.claude-v2:1'],
  ['anthropic.claude-instant-v1:2:100k', 'anthropic.claude-instant-v1'],
  ['amazon.nova-lite-v1:0', 'amazon.nova-lite'],
  ['apac.amazon.nova-lite-v1:0', 'amazon.nova-lite'],
  ['amazon.nova-premier-v1:0:mm', 'amazon.nova-premier'],
  ['amazon.nova-pro-v1:0:300k', 'amazon.nova-pro'],
  ['amazon.titan-embed-text-v1', 'amazon.titan-embed-text-v1'],
  ['amazon.titan-embed-text-v1:2:8k', 'amazon.titan-embed-text-v1'],
  ['amazon.titan-embed-text-v2:0', 'amazon.titan-embed-text-v2'],
  ['amazon.titan-image-generator-v2:0', 'amazon.titan-image-generator-v2'],
  ['amazon.titan-text-express-v1', 'amazon.titan-text-express'],
  ['cohere.embed-english-v3:0:512', 'cohere.embed-english-v3'],
  ['cohere.embed-v4:0', 'cohere.embed-v4'],
  ['cohere.rerank-v3-5:0', 'cohere.rerank-v3-5'],
  ['cohere.command-text-v14:7:4k', 'cohere.command-text'],
  ['deepseek.v3-v1:0', 'deepseek.v3'],
  ['deepseek.v3.2', 'deepseek.v3.2'],
  ['luma.ray-v2:0', 'luma.ray-v2'],
  ['mistral.mistral-7b-instruct-v0:2', 'mistral.mistral-7b-instruct'],
  ['nvidia.nemotron-nano-9b-v2', 'nvidia.nemotron-nano-9b-v2'],
  ['openai.gpt-oss-120b-1:0', 'openai.gpt-oss-120b'],
  ['openai.gpt-oss-120b', 'openai.gpt-oss-120b'],
  ['stability.stable-diffusion-xl-v1:0', 'stability.stable-diffusion-xl-v1'],
  ['stability.stable-image-core-v1:1', 'stability.stable-image-core'],
];

const DIFFERENT_MODELS = `
ai21.j2-mid-v1 ai21.j2-ultra-v1 ai21.jamba-1-5-large-v1:0 ai21.jamba-1-5-mini-v1:0
ai21.jamba-instruct-v1:0 amazon.nova-2-lite-v1:0 amazon.nova-2-multimodal-embeddings-v1:0
amazon.nova-2-omni-v1:0 amazon.nova-2-pro-preview-20251202-v1:0 amazon.nova-2-pro-v1:0
amazon.nova-2-sonic-v1:0 amazon.nova-canvas-v1:0 amazon.nova-lite-v1:0 amazon.nova-micro-v1:0
amazon.nova-premier-v1:0 amazon.nova-pro-v1:0 amazon.nova-reel-v1:0 amazon.nova-sonic-v1:0
amazon.rerank-v1:0 amazon.titan-embed-g1-text-02 amazon.titan-embed-image-v1
amazon.titan-embed-text-v1 amazon.titan-embed-text-v2:0 amazon.titan-image-generator-v1
amazon.titan-image-generator-v2:0 amazon.titan-text-express-v1 amazon.titan-text-lite-v1
amazon.titan-text-premier-v1:0 anthropic.claude-3-5-haiku-20241022-v1:0
anthropic.claude-3-5-sonnet-20240620-v1:0 anthropic.claude-3-5-sonnet-20241022-v2:0
anthropic.claude-3-7-sonnet-20250219-v1:0 anthropic.claude-3-haiku-20240307-v1:0
anthropic.claude-3-opus-20240229-v1:0 anthropic.claude-3-sonnet-20240229-v1:0
anthropic.claude-fable-5 anthropic.claude-haiku-4-5-20251001-v1:0 anthropic.claude-instant-v1
anthropic.claude-mythos-preview anthropic.claude-opus-4-1-20250805-v1:0
anthropic.claude-opus-4-20250514-v1:0 anthropic.claude-opus-4-5-20251101-v1:0
anthropic.claude-opus-4-6-v1 anthropic.claude-opus-4-7 anthropic.claude-opus-4-8
anthropic.claude-opus-5 anthropic.claude-sonnet-4-20250514-v1:0
anthropic.claude-sonnet-4-5-20250929-v1:0 anthropic.claude-sonnet-4-6 anthropic.claude-sonnet-5
anthropic.claude-v1 anthropic.claude-v2 anthropic.claude-v2:1 cohere.command-light-text-v14
cohere.command-r-plus-v1:0 cohere.command-r-v1:0 cohere.command-text-v14 cohere.embed-english-v3
cohere.embed-multilingual-v3 cohere.embed-v4:0 cohere.rerank-v3-5:0 deepseek.r1-v1:0
deepseek.v3-v1:0 deepseek.v3.2 google.gemma-3-12b-it google.gemma-3-27b-it google.gemma-3-4b-it
google.gemma-4-26b-a4b google.gemma-4-31b google.gemma-4-e2b luma.ray-v2:0
meta.llama2-13b-chat-v1 meta.llama2-70b-chat-v1 meta.llama3-1-405b-instruct-v1:0
meta.llama3-1-70b-instruct-v1:0 meta.llama3-1-8b-instruct-v1:0 meta.llama3-2-11b-instruct-v1:0
meta.llama3-2-1b-instruct-v1:0 meta.llama3-2-3b-instruct-v1:0 meta.llama3-2-90b-instruct-v1:0
meta.llama3-3-70b-instruct-v1:0 meta.llama3-70b-instruct-v1:0 meta.llama3-8b-instruct-v1:0
meta.llama4-maverick-17b-instruct-v1:0 meta.llama4-scout-17b-instruct-v1:0 minimax.minimax-m2
minimax.minimax-m2.1 minimax.minimax-m2.5 mistral.devstral-2-123b mistral.magistral-small-2509
mistral.ministral-3-14b-instruct mistral.ministral-3-3b-instruct mistral.ministral-3-8b-instruct
mistral.mistral-7b-instruct-v0:2 mistral.mistral-large-2402-v1:0 mistral.mistral-large-2407-v1:0
mistral.mistral-large-3-675b-instruct mistral.mistral-small-2402-v1:0
mistral.mixtral-8x7b-instruct-v0:1 mistral.pixtral-large-2502-v1:0 mistral.voxtral-mini-3b-2507
mistral.voxtral-small-24b-2507 moonshot.kimi-k2-thinking moonshotai.kimi-k2-thinking
moonshotai.kimi-k2.5 nvidia.nemotron-nano-12b-v2 nvidia.nemotron-nano-3-30b
nvidia.nemotron-nano-9b-v2 nvidia.nemotron-super-3-120b openai.gpt-5.4 openai.gpt-5.5
openai.gpt-5.6-luna openai.gpt-5.6-sol openai.gpt-5.6-terra openai.gpt-oss-120b
openai.gpt-oss-20b openai.gpt-oss-safeguard-120b openai.gpt-oss-safeguard-20b
qwen.qwen3-235b-a22b-2507-v1:0 qwen.qwen3-32b-v1:0 qwen.qwen3-coder-30b-a3b-v1:0
qwen.qwen3-coder-480b-a35b-v1:0 qwen.qwen3-coder-next qwen.qwen3-next-80b-a3b
qwen.qwen3-vl-235b-a22b stability.sd3-5-large-v1:0 stability.sd3-large-v1:0
stability.stable-conservative-upscale-v1:0 stability.stable-creative-upscale-v1:0
stability.stable-diffusion-xl-v0 stability.stable-diffusion-xl-v1
stability.stable-fast-upscale-v1:0 stability.stable-image-control-sketch-v1:0
stability.stable-image-control-structure-v1:0 stability.stable-image-core-v1:0
stability.stable-image-erase-object-v1:0 stability.stable-image-inpaint-v1:0
stability.stable-image-remove-background-v1:0 stability.stable-image-search-recolor-v1:0
stability.stable-image-search-replace-v1:0 stability.stable-image-style-guide-v1:0
stability.stable-image-ultra-v1:0 stability.stable-outpaint-v1:0
stability.stable-style-transfer-v1:0 twelvelabs.marengo-embed-2-7-v1:0
twelvelabs.marengo-embed-3-0-v1:0 twelvelabs.pegasus-1-2-v1:0 writer.palmyra-x4-v1:0
writer.palmyra-x5-v1:0 xai.grok-4.3 zai.glm-4.7 zai.glm-4.7-flash zai.glm-5
`;

describe('baseModelId', () => {
  test.each(BASES)('reads %s as %s', (modelId, base) => {
    expect(baseModelId(modelId)).toBe(base);
  });

  test('gives every model on Bedrock a base id of its own', () => {
    const modelIds = DIFFERENT_MODELS.trim().split(/\s+/);
    expect(modelIds.length).toBeGreaterThan(140);
    expect(new Set(modelIds.map(baseModelId)).size).toBe(modelIds.length);
  });

  test('leaves a base id as it is', () => {
    const bases = DIFFERENT_MODELS.trim().split(/\s+/).map(baseModelId);
    expect(bases.map(baseModelId)).toEqual(bases);
  });

  test('lets texts that are no model id pass', () => {
    expect(['', '.', 'us', 'guardrail', ':0'].map(baseModelId)).toEqual([
      '',
      '.',
      'us',
      'guardrail',
      '',
    ]);
  });
});

describe('routingOfModelId', () => {
  test('tells regional, geo and global apart', () => {
    const modelIds = ['amazon.nova-lite-v1:0', 'us-gov.amazon.x', 'jp.amazon.x', 'global.amazon.x'];
    expect(modelIds.map(routingOfModelId)).toEqual(['regional', 'geo', 'geo', 'global']);
  });
});
