/** The setting that says where the bill of AWS lies: a folder, or a bucket and who reads it. */
import { z } from 'zod';
import type { BillSettings } from '../source/bill-place.ts';

export const BillText = z
  .strictObject({
    directory: z.string().min(1).optional().describe('Folder that exports are copied to.'),
    s3: z
      .strictObject({
        bucket: z.string().min(3),
        prefix: z.string().default('').describe('Folder of the export.'),
        region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'write a Region such as us-east-1'),
        account: z.string().regex(/^\d{12}$/, 'an account id is 12 digits, in quotes'),
        roleArn: z
          .string()
          .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'write the ARN of a role')
          .optional(),
        externalId: z.string().min(2).optional(),
        endpoint: z.url().optional(),
        credentials: z
          .strictObject({ accessKeyId: z.string(), secretAccessKey: z.string() })
          .optional(),
      })
      .optional()
      .describe('Bucket that AWS Data Exports delivers to.'),
  })
  .refine(({ directory, s3 }) => (directory === undefined) !== (s3 === undefined), {
    error: 'name either a directory or s3',
  });

/** What is missing is filled in as it is for accounts. */
export function toBill(text: z.output<typeof BillText> | null): BillSettings | null {
  if (text?.directory !== undefined) return { kind: 'directory', directory: text.directory };
  if (!text?.s3) return null;
  const { bucket, prefix, region, account, roleArn, externalId, endpoint, credentials } = text.s3;
  const identity = {
    id: account,
    roleArn: roleArn ?? null,
    externalId: externalId ?? null,
    endpoint: endpoint ?? null,
    credentials: credentials ?? null,
  };
  return { kind: 's3', identity, bucket, prefix, region };
}
