/** The settings of channels: who is told of alarms, and where the secrets for that stand. */
import { z } from 'zod';

const named = {
  name: z.string().min(1).max(100),
  allowPrivate: z.boolean().default(false),
};
/** Names of variables of the environment: no secret stands in the file. */
const variable = z.string().min(1);

/** One channel as people write it, told apart by its type. */
export const ChannelText = z.discriminatedUnion('type', [
  z.strictObject({
    ...named,
    type: z.literal('webhook'),
    url: z.url(),
    secretEnv: z.union([variable, z.array(variable).min(1).max(3)]),
  }),
  z.strictObject({ ...named, type: z.literal('slack'), urlEnv: variable }),
  z.strictObject({ ...named, type: z.literal('teams'), urlEnv: variable }),
  z.strictObject({
    ...named,
    type: z.literal('pagerDuty'),
    url: z.url().default('https://events.pagerduty.com/v2/enqueue'),
    routingKeyEnv: variable,
  }),
  z.strictObject({
    ...named,
    type: z.literal('opsgenie'),
    url: z.url().default('https://api.opsgenie.com/v2/alerts'),
    apiKeyEnv: variable,
  }),
  z.strictObject({
    ...named,
    type: z.literal('alertmanager'),
    url: z.url(),
    tokenEnv: variable.optional(),
  }),
  z.strictObject({
    ...named,
    type: z.literal('email'),
    host: z.string().min(1).max(253),
    port: z.int().min(1).max(65_535).default(587),
    tls: z.boolean().default(false).describe('TLS from the start, as on port 465.'),
    userEnv: variable.optional(),
    passwordEnv: variable.optional(),
    from: z.email(),
    to: z.array(z.email()).min(1).max(20),
  }),
  z.strictObject({
    ...named,
    type: z.literal('sns'),
    topicArn: z
      .string()
      .regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+(\.fifo)?$/, 'write the ARN of a topic'),
    endpoint: z.url({ protocol: /^https?$/ }).optional(),
  }),
]);
