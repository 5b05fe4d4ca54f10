/** The JSON Schema of the config file, for editors that complete and check while one types. */
import { z } from 'zod';
import { AlarmText } from '../alarm/alarm-rule.ts';
import { BudgetText } from '../alarm/budget-rule.ts';
import { CompositeText } from '../alarm/composite-rule.ts';
import { AttributionRuleText } from '../attribute/attribution-rule.ts';
import { ConfigText, RuleFileText } from './config-text.ts';

/** Lists that are checked one by one when a config is read, so that each mistake has its place. */
const WHOLE = ConfigText.extend({
  alarms: z.array(z.union([AlarmText, CompositeText])).max(1000),
  budgets: z.array(BudgetText).max(500),
  attribution: ConfigText.shape.attribution.unwrap().extend({
    rules: z.array(AttributionRuleText).max(500).optional(),
    tables: RuleFileText.shape.tables,
  }),
}).partial();

/** @returns JSON Schema of draft 2020-12; what it forbids, the config's reader refuses as well. */
export function configSchema(): object {
  const schema = z.toJSONSchema(WHOLE, { io: 'input', unrepresentable: 'any' });
  return { ...schema, title: 'Configuration of Outcrop' };
}
