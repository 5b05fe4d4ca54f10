/** The section `privacy` of the config: what is kept of who called. */
import { z } from 'zod';
import { PRIVACY_MODES } from '../../shared/privacy.ts';

export const PrivacyText = z.strictObject({
  identities: z
    .enum(PRIVACY_MODES)
    .default('keep')
    .describe('Callers, names of their sessions, and the values of their IAM tags.'),
  metadata: z
    .enum(PRIVACY_MODES)
    .default('keep')
    .describe('Values of the metadata that requests carry.'),
  keepTags: z
    .array(z.string().min(1).max(256))
    .max(100)
    .default([])
    .describe('Tags whose values are kept as they are.'),
  keyFile: z
    .string()
    .min(1)
    .optional()
    .describe('File with the key of hashes; FILE.identity-key beside the database otherwise.'),
});

export type PrivacySettings = z.output<typeof PrivacyText>;
