/** Keeps the examples of the pages working: settings that parse, and a policy that is enough. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ConfigText } from '../../server/config/config-text.ts';
import { parseConfig } from '../../server/config/parse-config.ts';
import { readPolicy } from '../../server/source/iam-policy.ts';
import type { AccountSettings } from '../../server/source/settings.ts';
import { blocksOf } from './blocks.ts';
import { readFiles } from './sources.ts';

const pages = readFiles(['', 'docs'], ['.md']);
const examples = pages.flatMap((page) => {
  return blocksOf(page.text, 'yaml').map((text, index) => ({ page: page.path, index, text }));
});
const ENVIRONMENT = {
  OUTCROP_WEBHOOK_SECRET: `whsec_${'QUJD'.repeat(11)}`,
  OUTCROP_FIREHOSE_KEY: 'k'.repeat(44),
  OUTCROP_EVENTS_KEY: 'k'.repeat(44),
  OUTCROP_PAGERDUTY_KEY: 'k',
  OUTCROP_SLACK_URL: 'https://hooks.slack.com/services/x',
};

describe('the config examples', () => {
  test('are there at all', () => {
    expect([...new Set(examples.map(({ page }) => page))]).toEqual([
      'README.md',
      'docs/access.md',
      'docs/alarms.md',
      'docs/aws-accounts.md',
      'docs/aws-bill.md',
      'docs/aws-bucket.md',
      'docs/aws-log-group.md',
      'docs/config.md',
      'docs/push.md',
      'docs/quotas.md',
      'docs/reports.md',
      'docs/tutorial.md',
    ]);
  });

  test.each(examples)('of $page parse', ({ text }) => {
    expect(parseConfig(text, ENVIRONMENT)).toMatchObject({ ok: true });
  });
});

describe('docs/config.md', () => {
  const text = pages.find(({ path: name }) => name === 'docs/config.md')?.text ?? '';

  test('names every setting', () => {
    const keys = keysOf(z.toJSONSchema(ConfigText, { io: 'input' }));
    expect(keys.length).toBeGreaterThan(20);
    expect(keys.filter((key) => !text.includes(`\`${key}\``))).toEqual([]);
  });
});

/** Asking who one is needs no permission. */
const FREE = 'sts:GetCallerIdentity';

/** Reads no account, and only for `prices refresh --api`: the page on prices names it. */
const PRICE_LIST = 'pricing:GetProducts';

/** The action that each SDK command needs, as the service's own list of actions has it. */
/** Only where a channel of the config is a topic; see docs/config.md. */
const TELLING = 'sns:Publish';
/** Only where the config puts reports into a bucket. */
const PUTTING = 's3:PutObject';
const OPTIONAL = new Set([FREE, PRICE_LIST, TELLING, PUTTING]);
const ACTION_OF = new Map([
  ['ListObjectsV2', 's3:ListBucket'],
  ['GetObject', 's3:GetObject'],
  ['GetCallerIdentity', FREE],
  ['GetModelInvocationLoggingConfiguration', 'bedrock:GetModelInvocationLoggingConfiguration'],
  ['DescribeLogGroups', 'logs:DescribeLogGroups'],
  ['FilterLogEvents', 'logs:FilterLogEvents'],
  ['GetMetricData', 'cloudwatch:GetMetricData'],
  ['ListMetrics', 'cloudwatch:ListMetrics'],
  ['DescribeAlarms', 'cloudwatch:DescribeAlarms'],
  ['DescribeAlarmHistory', 'cloudwatch:DescribeAlarmHistory'],
  ['ListInferenceProfiles', 'bedrock:ListInferenceProfiles'],
  ['ListProvisionedModelThroughputs', 'bedrock:ListProvisionedModelThroughputs'],
  ['ListCustomModels', 'bedrock:ListCustomModels'],
  ['ListCustomModelDeployments', 'bedrock:ListCustomModelDeployments'],
  ['ListImportedModels', 'bedrock:ListImportedModels'],
  ['GetImportedModel', 'bedrock:GetImportedModel'],
  ['ListModelCustomizationJobs', 'bedrock:ListModelCustomizationJobs'],
  ['ListModelImportJobs', 'bedrock:ListModelImportJobs'],
  ['ListModelInvocationJobs', 'bedrock:ListModelInvocationJobs'],
  ['ListTagsForResource', 'bedrock:ListTagsForResource'],
  ['ListRoleTags', 'iam:ListRoleTags'],
  ['ListUserTags', 'iam:ListUserTags'],
  ['ReceiveMessage', 'sqs:ReceiveMessage'],
  ['DeleteMessageBatch', 'sqs:DeleteMessage'],
  ['ListServiceQuotas', 'servicequotas:ListServiceQuotas'],
  ['GetProducts', PRICE_LIST],
  ['Publish', TELLING],
  ['PutObject', PUTTING],
]);

const ACCOUNT: AccountSettings = {
  id: '111122223333',
  regions: ['us-east-1'],
  roleArn: null,
  externalId: null,
  endpoint: null,
  credentials: null,
  cloudWatchLogs: { logGroup: 'calls' },
  s3: {
    bucket: 'logs',
    prefix: '',
    region: 'us-east-1',
    queueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/objects',
  },
  metrics: true,
  metricsUsdPerMonth: 5,
  inventory: true,
  quotas: true,
  principalTags: true,
  backfillDays: 30,
};

describe('the IAM policy', () => {
  test('allows what the readers call, and no more', () => {
    const sources = readFiles(['server/source'], ['.ts']).map((file) => file.text);
    const commands = sources.flatMap((text) => {
      const called = [...text.matchAll(/new (\w+)Command\(|\bpaginate(\w+)\(/g)];
      return called.map(([, command, paginator]) => command ?? paginator ?? '');
    });
    const needed = commands.map((command) => ACTION_OF.get(command) ?? `? ${command}`);
    const granted = readPolicy(ACCOUNT, null).Statement.flatMap(({ Action }) => Action);
    expect([...new Set(granted)].toSorted()).toEqual(
      [...new Set(needed)].filter((action) => !OPTIONAL.has(action)).toSorted(),
    );
  });

  test('leaves the price list to the page on prices', () => {
    const page = pages.find(({ path: name }) => name === 'docs/prices.md');
    expect(page?.text).toContain(`\`${PRICE_LIST}\``);
  });

  test("stands in the README as the README's config has it", () => {
    const readme = pages.find(({ path: name }) => name === 'README.md')?.text ?? '';
    const config = parseConfig(blocksOf(readme, 'yaml')[0] ?? '', ENVIRONMENT);
    if (!config.ok || !config.value.accounts[0]) throw new Error('the README has no config');
    const shown: unknown = JSON.parse(blocksOf(readme, 'json')[0] ?? 'null');
    expect(shown).toEqual(readPolicy(config.value.accounts[0], null));
  });
});

/** The names of all settings of a JSON Schema, however deep. */
function keysOf(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(keysOf);
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([name, value]) => {
    const own = name === 'properties' ? Object.keys(Object(value)) : [];
    return [...own, ...keysOf(value)];
  });
}
