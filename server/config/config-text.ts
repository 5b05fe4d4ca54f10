/** The table of settings: every key of the config file with its limits, default and help. */
import { z } from 'zod';
import { isTimeZone } from '../../shared/window.ts';
import { BillText } from './bill-text.ts';
import { AccessText } from './access-text.ts';
import { CapacityText } from './capacity-text.ts';
import { NightlyCheckText } from './check-text.ts';
import { PrivacyText } from './privacy-text.ts';
import { QuotaText } from './quota-text.ts';
import { ChannelText } from './channel-text.ts';
import { DefinitionText, ReportText } from './report-text.ts';
import { SharedCostText } from './shared-cost-text.ts';
import { TenantText } from './tenant-text.ts';
import { RouteText } from './route-text.ts';

const accountId = z.string().regex(/^\d{12}$/, 'an account id is 12 digits, in quotes');
const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'write a Region such as us-east-1');

const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'name an environment variable');

const Account = z.strictObject({
  id: accountId,
  regions: z.array(region).min(1),
  roleArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'write the ARN of a role')
    .optional()
    .describe('Role to assume for reading this account.'),
  externalId: z.string().min(2).optional(),
  endpoint: z.url().optional().describe('Another AWS endpoint, for tests and private networks.'),
  credentials: z
    .strictObject({ accessKeyId: z.string(), secretAccessKey: z.string() })
    .optional()
    .describe('Only for local endpoints; leave it out to use the standard AWS chain.'),
  cloudWatchLogs: z
    .strictObject({ logGroup: z.string().min(1), largeDataBucket: z.string().min(3).optional() })
    .optional(),
  s3: z
    .strictObject({
      bucket: z.string().min(3),
      prefix: z.string().default(''),
      region,
      queueUrl: z.url().optional(),
    })
    .optional(),
  bodies: z
    .enum(['whenNeeded', 'never'])
    .default('whenNeeded')
    .describe('Whether a body too large for its record is read where the bill depends on it.'),
  eventQueues: z
    .array(z.strictObject({ url: z.url(), region }))
    .max(50)
    .optional(),
  metrics: z.boolean().default(true),
  metricsUsdPerMonth: z
    .number()
    .min(0.1)
    .max(1000)
    .default(5)
    .describe('What polling of metrics may cost in each Region and month.'),
  inventory: z.boolean().default(true),
  quotas: z.boolean().default(true).describe('Read quotas from Service Quotas.'),
  principalTags: z
    .boolean()
    .default(false)
    .describe('Read the tags of the IAM roles and users that call.'),
  backfillDays: z.int().min(0).max(400).default(30),
});

/** Rules and the tables that they look values up in: in the config, or in a file of their own. */
export const RuleFileText = z.strictObject({
  tables: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100),
        file: z.string().min(1).describe('CSV with a header.'),
        key: z.string().min(1).describe('Column that is looked up by.'),
      }),
    )
    .max(20)
    .default([]),
  rules: z.array(z.unknown()).max(500).optional(),
});

const tagKey = z.string().min(1).max(256);

/** How values are brought into one form: their letters, and other spellings of them. */
const STYLE = {
  letters: z.enum(['keep', 'lower', 'upper']).default('keep'),
  values: z.record(z.string().min(1), z.array(z.string().min(1)).max(1000)).default({}),
};

/** A tag that becomes a dimension: its key alone, or with its settings. */
const TagText = z.union([
  tagKey.transform((key) => ({
    key,
    from: [],
    letters: 'keep' as const,
    values: {},
    limit: 10_000,
  })),
  z.strictObject({
    key: tagKey,
    from: z.array(tagKey).max(20).default([]),
    ...STYLE,
    limit: z.int().min(1).max(100_000).default(10_000),
  }),
]);

/** The config file as people write it. */
export const ConfigText = z.strictObject({
  database: z.string().min(1).default('./outcrop.db').describe('The one file that holds all.'),
  listen: z
    .string()
    .regex(/^(\[[0-9a-f:]+\]|[\w.-]+):\d{1,5}$/, 'write host:port, such as 127.0.0.1:4680')
    .refine((listen) => Number(/\d+$/.exec(listen)?.[0]) <= 65_535, 'a port is at most 65535')
    .default('127.0.0.1:4680'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'write a zone such as Europe/Berlin or UTC')
    .default('UTC')
    .describe('Zone in which days and months add up.'),
  accounts: z.array(Account).max(200).default([]),
  directories: z.array(z.string().min(1)).default([]).describe('Folders in the S3 layout.'),
  attribution: z
    .strictObject({
      ...RuleFileText.shape,
      tags: z.array(TagText).max(20).default([]),
      tenant: z.strictObject(STYLE).prefault({}),
      rulesFile: z.string().min(1).optional().describe('File with `tables` and `rules`.'),
      applyFrom: z
        .string()
        .optional()
        .describe('Day from which changed rules hold for stored calls too.'),
    })
    .prefault({}),
  tenants: z.array(TenantText).max(10_000).default([]),
  tenantsFile: z.string().min(1).optional().describe('CSV of tenants, with a header.'),
  sharedCost: z.array(SharedCostText).max(200).default([]),
  prices: z
    .string()
    .min(1)
    .optional()
    .describe('File with contracted prices and discounts, in YAML.'),
  capacity: CapacityText.prefault({}),
  quotas: z.array(QuotaText).max(2000).default([]),
  priceListUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Another place to read the AWS Price List from, such as a mirror.'),
  alarmCatchUpHours: z
    .int()
    .min(0)
    .max(24 * 31)
    .default(1)
    .describe('How far back a new alarm is evaluated over data that is there already.'),
  pageUrl: z
    .url({ protocol: /^https?$/, error: 'write an address such as https://outcrop.example.com' })
    .optional()
    .describe('Address of the page as readers of messages reach it.'),
  alarms: z.array(z.unknown()).max(1000).default([]),
  defaultAlarms: z
    .union([z.boolean(), z.strictObject({ without: z.array(z.string()).max(20) })])
    .default(false),
  budgets: z.array(z.unknown()).max(500).default([]),
  channels: z.array(ChannelText).max(50).default([]),
  routes: z.array(RouteText).max(100).default([]),
  report: ReportText.nullable().default(null),
  reports: z.array(DefinitionText).max(100).default([]),
  chromium: z.string().min(1).optional().describe('Browser that prints PDF; one on the PATH.'),
  bill: BillText.nullable().default(null).describe('Where the bill of AWS lies.'),
  adjustments: z
    .array(
      z.strictObject({
        tenant: z.string().min(1),
        month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'write a month such as 2026-11'),
        label: z.string().min(1).max(200),
        usd: z.string().regex(/^-?\d+(\.\d{1,18})?$/, 'write dollars in quotes, such as "-12.50"'),
      }),
    )
    .max(10_000)
    .default([])
    .describe('Amounts on statements that no usage carries, such as an agreed credit.'),
  retentionDays: z
    .strictObject({
      rows: z.int().min(1).max(3650).default(90),
      minutes: z.int().min(1).max(400).default(14),
      hours: z.int().min(35).max(3650).default(400),
      metrics: z.int().min(35).max(3650).default(400),
      notices: z.int().min(35).max(3650).default(400),
      quarantine: z.int().min(1).max(3650).default(90),
      reports: z.int().min(35).max(36_500).default(800),
      audit: z.int().min(35).max(36_500).default(3650),
    })
    .prefault({}),
  nightlyCheck: NightlyCheckText.prefault({}).describe('When closed days are checked.'),
  privacy: PrivacyText.prefault({}),
  intake: z
    .strictObject({
      firehoseKeyEnv: variable.optional().describe('Variable with the access key of Firehose.'),
      eventsKeyEnv: variable.optional().describe('Variable with the API key of EventBridge.'),
    })
    .prefault({}),
  access: AccessText.prefault({}),
  pollSeconds: z.int().min(5).max(3600).default(30),
});
