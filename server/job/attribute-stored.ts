/** Applies rules to stored calls, as far as what is stored of their callers allows. */
import { NONE } from '../../shared/dimensions.ts';
import type { Attribution } from '../attribute/attribution.ts';
import { attributeInvocation } from '../attribute/attribute-invocation.ts';
import type { RuleSet } from '../attribute/rule-set.ts';
import { hasProtected } from '../store/privacy.ts';
import { inputOfStored, type KnownFacts, type StoredFacts } from './stored-input.ts';

/**
 * Finds who pays for a stored call.
 *
 * @returns what the call has already where the rules look at callers or metadata that were hidden
 *   when it was stored: nobody can tell whether they match. Never throws.
 */
export function attributeStored(call: StoredFacts, known: KnownFacts, rules: RuleSet): Attribution {
  if (!hasProtected(call) || !looksAtCallers(rules)) {
    return attributeInvocation(inputOfStored(call, known), rules);
  }
  const rule = call.valueOf('rule');
  return {
    tenant: call.valueOf('tenant'),
    rule: rule === NONE ? null : rule,
    rulesVersion: rules.version,
    tags: call.tags,
  };
}

const OF_CALLERS = /^(principal|role$|user$|federated$|session$|metadata\.)/;

function looksAtCallers({ rules }: RuleSet): boolean {
  return rules.some(({ conditions }) => conditions.some(({ field }) => OF_CALLERS.test(field)));
}
