/** The section `sharedCost` of the config: what is shared out among tenants, and how. */
import { z } from 'zod';
import { parseFilter } from '../../shared/filter.ts';
import type { SharedCostRule } from '../../shared/shared-cost.ts';
import type { Report } from './yaml-text.ts';

const tenant = z.string().min(1).max(256);
const weight = z.number().positive().max(1e9);

/** A rule as people write it. */
export const SharedCostText = z
  .strictObject({
    name: z.string().min(1).max(100),
    from: z.string().min(1).max(4096).describe('Filter, such as `tenant=platform`.'),
    method: z.enum(['usage', 'evenly', 'fixed']).default('usage'),
    among: z
      .union([z.array(tenant).min(1), z.record(tenant, weight)])
      .optional()
      .describe('Tenants that take a part; with their weights for `fixed`.'),
  })
  .refine(
    ({ method, among }) => (method === 'fixed') === (among !== undefined && !Array.isArray(among)),
    '`fixed` needs `among` as tenants with their weights; other methods take a list, or nothing',
  );

/** @returns the rules without those that are wrong, which are told. */
export function toSharedCost(
  rules: readonly z.output<typeof SharedCostText>[],
  report: Report,
): readonly SharedCostRule[] {
  const names = new Set<string>();
  return rules.flatMap(({ name, from, method, among = [] }, index) => {
    if (names.has(name)) report(['sharedCost', index, 'name'], 'stands twice');
    names.add(name);
    const filter = parseFilter(from);
    if (!filter.ok) {
      const { message, index: at } = filter.problem;
      report(['sharedCost', index, 'from'], `${message} Look at character ${at + 1}.`);
      return [];
    }
    const weights = Array.isArray(among)
      ? among.map((one) => [one, 1] as const)
      : Object.entries(among);
    return [{ name, from: filter.value, method, among: new Map(weights) }];
  });
}
