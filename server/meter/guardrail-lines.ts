/** Usage lines of guardrails, which have rates of their own, whatever call they watch. */
import type { Call } from '../record/invocation.ts';
import { detailText } from './detail.ts';
import type { UsageLine } from './usage.ts';
import { callTypesOf, usageTypeOf } from './usage-types.ts';

/** The one policy that counts pictures; all others count thousands of characters. */
const IMAGE_POLICY = 'contentPolicyImageUnits';

/** None of a call's routing, tier and variant changes the price of its guardrail. */
const USUAL = {
  model: 'guardrail',
  api: 'runtime',
  routing: 'regional',
  tier: 'standard',
  latency: 'standard',
  context: 'standard',
  variant: 'base',
} as const;

/** @returns one line a policy; units of 0 are left out. */
export function guardrailLines({ guardrailUnits, region }: Call): readonly UsageLine[] {
  const types = callTypesOf({ ...USUAL, region });
  return [...guardrailUnits].map(([policy, quantity]) => {
    const dimension = policy === IMAGE_POLICY ? 'guardrail_images' : 'guardrail_text_units';
    return { type: usageTypeOf(types, { dimension, detail: detailText({ policy }) }), quantity };
  });
}
