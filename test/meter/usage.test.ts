/** Holds keys of usage types and texts of classes to saying the same thing back. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detailText, sideClass } from '../../server/meter/detail.ts';
import { traitsOf } from '../../server/meter/model-traits.ts';
import { parseUsageTypeKey, usageTypeKey, type UsageType } from '../../server/meter/usage.ts';

const TYPE: UsageType = {
  model: 'amazon.nova-lite',
  region: 'us-east-1',
  dimension: 'cache_write_tokens',
  api: 'runtime',
  routing: 'geo',
  tier: 'flex',
  latency: 'standard',
  context: 'long',
  variant: 'custom',
  cacheTtl: '1h',
  detail: '',
};

describe('usageTypeKey', () => {
  test('reads back to the same type, whatever its model is called', () => {
    const texts = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(texts, texts, texts, (model, region, detail) => {
        const type = { ...TYPE, model, region, detail };
        expect(parseUsageTypeKey(usageTypeKey(type))).toEqual(type);
        expect(usageTypeKey({ ...type })).toBe(usageTypeKey(type));
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('detailText', () => {
  test('sorts its pairs and leaves out what is not told', () => {
    expect(detailText({ side: '1024', quality: 'premium', steps: null })).toBe(
      'quality=premium side=1024',
    );
    expect(detailText({ side: null })).toBe('');
  });

  test('lets no text break into two pairs', () => {
    expect(detailText({ policy: 'a b\tside=1' })).toBe('policy=a_b_side=1');
  });
});

describe('sideClass', () => {
  test.each([
    ['amazon.nova-canvas', 320, 320, '512'],
    ['amazon.nova-canvas', 1024, 1024, '1024'],
    ['amazon.nova-canvas', 1025, 16, '2048'],
    ['amazon.nova-canvas', 2048, 2048, '2048'],
    ['amazon.nova-canvas', 4096, 4096, '4096'],
    ['amazon.nova-canvas', 8192, 8192, 'larger'],
    ['amazon.titan-image-generator-v2', 768, 384, '512'],
    ['amazon.titan-image-generator-v2', 1173, 640, '2048'],
    ['stability.stable-diffusion-xl-v1', 1536, 640, '1024'],
    ['stability.stable-diffusion-xl-v0', 768, 512, '1024'],
  ])('puts %s of %i x %i into %s', (model, width, height, side) => {
    expect(sideClass({ model, width, height })).toBe(side);
    expect(sideClass({ model, width: height, height: width })).toBe(side);
  });

  test('is silent about a size that is not told', () => {
    expect(sideClass({ model: 'amazon.nova-canvas', width: null, height: 512 })).toBeNull();
  });
});

describe('traitsOf', () => {
  test.each([
    ['anthropic.claude-sonnet-4-6', 'tokens'],
    ['amazon.rerank', 'queries'],
    ['cohere.rerank-v3-5', 'queries'],
    ['cohere.embed-v4', 'embeddings'],
    ['amazon.titan-embed-text-v2', 'embeddings'],
    ['amazon.nova-2-multimodal-embeddings', 'embeddings'],
    ['twelvelabs.marengo-embed-2-7', 'inputs'],
    ['amazon.nova-canvas', 'images'],
    ['amazon.titan-image-generator-v2', 'images'],
    ['stability.sd3-large', 'images'],
    ['amazon.nova-reel', 'video'],
    ['luma.ray-v2', 'video'],
    ['arn:aws:bedrock:us-east-1:111122223333:imported-model/my-rerank', 'tokens'],
  ])('bills %s by %s', (model, billing) => {
    expect(traitsOf(model).billing).toBe(billing);
  });
});
