/** The quotas that the demo's accounts have in each Region, by the names that AWS gives them. */
import type { AwsScope, WorldQuota } from './aws-world.ts';
import { PRODUCTION_ACCOUNT } from './demo-accounts.ts';

const DOUBLED = '(doubled for cross-region calls)';

/** Code, name and value, as the list of an account has them. */
const USUAL: readonly (readonly [code: string, name: string, value: number])[] = [
  [
    'L-F4DDD3EB',
    'Cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5 V1',
    200_000,
  ],
  [
    'L-4A6BFAB1',
    'Cross-region model inference requests per minute for Anthropic Claude Sonnet 4.5 V1',
    200,
  ],
  [
    'L-381AD9EE',
    `Model invocation max tokens per day for Anthropic Claude Sonnet 4.5 V1 ${DOUBLED}`,
    144_000_000,
  ],
  [
    'L-27C57EE8',
    'Global cross-region model inference tokens per minute for Anthropic Claude Sonnet 4.5 V1',
    400_000,
  ],
  [
    'L-58BE175A',
    'Cross-region model inference tokens per minute for Anthropic Claude Haiku 4.5',
    40_000,
  ],
  [
    'L-CCA5DF70',
    'Cross-region model inference requests per minute for Anthropic Claude Haiku 4.5',
    100,
  ],
  ['L-7C42E72A', 'Cross-region model inference tokens per minute for Amazon Nova Lite', 400_000],
  ['L-70423BF8', 'On-demand model inference tokens per minute for Amazon Nova Lite', 200_000],
  ['L-C0326783', 'Cross-region model inference tokens per minute for Amazon Nova Pro', 100_000],
  ['L-DC7FF66C', 'Cross-region model inference tokens per minute for Amazon Nova Micro', 400_000],
  [
    'L-DE641971',
    'On-demand model inference tokens per minute for Amazon Titan Text Embeddings V2',
    300_000,
  ],
  [
    'L-0E7AA8B7',
    'Cross-region model inference tokens per minute for Meta Llama 3.3 70B Instruct',
    60_000,
  ],
  [
    'L-6E888CC2',
    'Cross-region model inference tokens per minute for Anthropic Claude 3.7 Sonnet V1',
    100_000,
  ],
  ['L-3F26CE29', 'On-demand model inference requests per minute for Amazon Nova Canvas', 100],
  ['L-11512E58', 'On-demand model inference requests per minute for Cohere Rerank 3.5', 250],
  ['L-00000001', 'Batch inference job size (in GB) for Claude Sonnet 4.5', 5],
];

/** New accounts begin with little: this is the quota that the storm of acme runs into. */
const SMALL = new Map([['L-F4DDD3EB', 30_000]]);

export function demoQuotas({ account, region }: AwsScope): readonly WorldQuota[] {
  const isSmall = account === PRODUCTION_ACCOUNT && region === 'us-east-1';
  return USUAL.map(([code, name, value]) => {
    return {
      code,
      name,
      value: (isSmall ? SMALL.get(code) : undefined) ?? value,
      isAdjustable: true,
    };
  });
}
