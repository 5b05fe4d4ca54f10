/** The section `quotas` of the config: limits that AWS does not tell, or that hold instead. */
import { z } from 'zod';
import { configuredCode, QUOTA_KINDS, type QuotaKind } from '../../shared/quota-kinds.ts';
import type { Report } from './yaml-text.ts';

const amount = z.number().positive().max(1e15).optional();

export const QuotaText = z
  .strictObject({
    account: z.string().regex(/^\d{12}$/, 'an account id is 12 digits, in quotes'),
    region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'write a Region such as us-east-1'),
    model: z
      .string()
      .regex(/^[^\s:]+(:[^\s:]+)*$/, 'write a model or profile id')
      .describe('Model or profile id as it is called, with its prefix.'),
    requestsPerMinute: amount,
    tokensPerMinute: amount,
    tokensPerDay: amount,
  })
  .refine(
    (quota) => QUOTA_KINDS.some((kind) => quota[kind] !== undefined),
    'write `requestsPerMinute`, `tokensPerMinute` or `tokensPerDay`',
  );

/** One limit of the config. */
export interface ConfiguredQuota {
  readonly account: string;
  readonly region: string;
  readonly code: string;
  readonly value: number;
}

/** @returns each limit once; those that stand twice are told. */
export function toQuotas(
  texts: readonly z.output<typeof QuotaText>[],
  report: Report,
): readonly ConfiguredQuota[] {
  const known = new Set<string>();
  return texts.flatMap((text, index) => {
    const { account, region, model } = text;
    return QUOTA_KINDS.flatMap((kind: QuotaKind): ConfiguredQuota[] => {
      const value = text[kind];
      if (value === undefined) return [];
      const code = configuredCode(model, kind);
      const key = `${account} ${region} ${code}`;
      if (known.has(key)) report(['quotas', index, kind], 'stands twice for this model and Region');
      known.add(key);
      return [{ account, region, code, value }];
    });
  });
}
