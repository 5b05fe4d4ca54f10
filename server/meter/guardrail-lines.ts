/** Usage lines of guardrails, which have rates of their own, whatever call they watch. */
import type { Invocation } from '../record/invocation.ts';
import { detailText } from './detail.ts';
import type { UsageLine } from './usage.ts';
import { usageTypeOf } from './usage-types.ts';

const MODEL = 'guardrail';
/** The one policy that counts pictures; all others count thousands of characters. */
const IMAGE_POLICY = 'contentPolicyImageUnits';

/** Lines without the call's routing, tier and variant: none of them changes a guardrail's price. */
export function guardrailLines({ guardrailUnits, region }: Invocation): readonly UsageLine[] {
  return [...guardrailUnits].map(([policy, quantity]) => {
    const type = usageTypeOf({
      model: MODEL,
      region,
      dimension: policy === IMAGE_POLICY ? 'guardrail_images' : 'guardrail_text_units',
      api: 'runtime',
      routing: 'regional',
      tier: 'standard',
      latency: 'standard',
      context: 'standard',
      variant: 'base',
      cacheTtl: null,
      detail: detailText({ policy }),
    });
    return { type, quantity };
  });
}
