/** The section `capacity` of the config: how it is shared, and what AWS does not tell of it. */
import { z } from 'zod';
import { routingOfModelId, baseModelId } from '../../shared/model-id.ts';
import { quantityScaleOf } from '../../shared/usage-dimension.ts';
import type {
  CapacitySettings,
  ReservedCapacity,
  ShareRule,
  TrainingAmount,
} from '../meter/capacity.ts';

const tenant = z.string().min(1).max(200);
const instant = z.iso.datetime({
  offset: true,
  error: 'write a time such as 2026-11-01T00:00:00Z',
});
const amount = z.number().positive().max(1e9);

const Share = z
  .strictObject({
    match: z.string().min(1).default('*').describe('Pattern of resource ARNs, or of names below.'),
    method: z.enum(['tokens', 'evenly', 'fixed']).default('tokens'),
    tenants: z
      .union([z.array(tenant).min(1), z.record(tenant, amount)])
      .optional()
      .describe('A list for `evenly`; tenants with their weights for `fixed`.'),
    unitTokensPerMinute: z
      .int()
      .positive()
      .max(1e9)
      .optional()
      .describe('What one model unit can do; the rest of it is idle.'),
  })
  .refine(
    ({ method, tenants }) => method !== 'fixed' || tenants !== undefined,
    '`fixed` needs `tenants` with their weights',
  )
  .refine(
    ({ method, tenants }) => method !== 'tokens' || tenants === undefined,
    '`tokens` shares by use: leave `tenants` out',
  );

const Reserved = z
  .strictObject({
    name: z.string().min(1).max(100),
    account: z.string().regex(/^\d{12}$/, 'an account id is 12 digits, in quotes'),
    region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'write a Region such as us-east-1'),
    model: z.string().min(1).describe('Model or profile id as it is called, with its prefix.'),
    inputTokensPerMinute: z.int().min(0).max(1e12).default(0),
    outputTokensPerMinute: z.int().min(0).max(1e12).default(0),
    commitment: z.enum(['1_month', '3_month', '6_month']),
    from: instant,
    to: instant.optional(),
  })
  .refine(
    ({ from, to }) => to === undefined || Date.parse(from) < Date.parse(to),
    '`from` must lie before `to`',
  );

const Training = z
  .strictObject({
    job: z.string().min(1).describe('Pattern of job ARNs.'),
    tokens: z.int().positive().optional().describe('Tokens times epochs.'),
    hours: z.number().positive().max(1e6).optional(),
    images: z.int().positive().optional(),
  })
  .refine(({ tokens, hours, images }) => {
    return [tokens, hours, images].filter((one) => one !== undefined).length === 1;
  }, 'write one of `tokens`, `hours` and `images`');

export const CapacityText = z.strictObject({
  share: z.array(Share).max(200).default([]),
  reserved: z.array(Reserved).max(200).default([]),
  training: z.array(Training).max(200).default([]),
});

type Checked = z.output<typeof CapacityText>;

/** The section as the passes use it. Never throws. */
export function capacitySettings({ share, reserved, training }: Checked): CapacitySettings {
  return {
    share: share.map(toShare),
    reserved: reserved.map(toReserved),
    training: training.map(toTraining),
  };
}

function toShare({
  match,
  method,
  tenants = [],
  unitTokensPerMinute = null,
}: {
  readonly match: string;
  readonly method: ShareRule['method'];
  readonly tenants?: readonly string[] | Readonly<Record<string, number>> | undefined;
  readonly unitTokensPerMinute?: number | null | undefined;
}): ShareRule {
  const weights = Array.isArray(tenants)
    ? tenants.map((name: string) => [name, 1] as const)
    : Object.entries(tenants);
  return { match, method, weights: new Map(weights), unitTokensPerMinute };
}

const TOKENS_IN_K = 1_000;

function toReserved(text: Checked['reserved'][number]): ReservedCapacity {
  const { name, account, region, model, commitment } = text;
  return {
    name,
    account,
    region,
    model: baseModelId(model),
    routing: routingOfModelId(model),
    inputKtpm: text.inputTokensPerMinute / TOKENS_IN_K,
    outputKtpm: text.outputTokensPerMinute / TOKENS_IN_K,
    commitment,
    fromMs: Date.parse(text.from),
    toMs: text.to === undefined ? null : Date.parse(text.to),
  };
}

function toTraining({ job, tokens, hours, images }: Checked['training'][number]): TrainingAmount {
  if (tokens !== undefined) return { job, dimension: 'training_tokens', quantity: tokens };
  if (images !== undefined) return { job, dimension: 'training_images', quantity: images };
  const quantity = Math.round((hours ?? 0) * quantityScaleOf('training_hours'));
  return { job, dimension: 'training_hours', quantity };
}
