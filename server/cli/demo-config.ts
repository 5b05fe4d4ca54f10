/** The config that the demo runs `serve` with: an ordinary one, but for its endpoint. */
import { stringify } from 'yaml';
import { DEMO_ACCOUNTS, DEMO_TAG_KEYS } from '../demo/demo-accounts.ts';

export interface DemoConfigParts {
  readonly awsUrl: string;
  readonly databasePath: string;
  readonly listen: string;
  readonly days: number;
  readonly reportDirectory: string;
  /** Receiver of alarms; the demo runs without one unless it is named. */
  readonly webhookUrl: string | null;
}

/** Name of the environment variable that holds the secret of the demo's webhook. */
export const DEMO_SECRET_ENV = 'OUTCROP_DEMO_WEBHOOK_SECRET';

/** YAML text, as a user would write it. */
export function demoConfigText(parts: DemoConfigParts): string {
  const { awsUrl, databasePath, listen, days, reportDirectory, webhookUrl } = parts;
  const accounts = DEMO_ACCOUNTS.flatMap((account) =>
    account.destinations.map(({ region, logGroup, bucket }) => ({
      id: account.id,
      regions: [region],
      endpoint: awsUrl,
      credentials: {
        accessKeyId: account.accessKeyId,
        secretAccessKey: account.secretAccessKey,
      },
      ...(logGroup === null ? {} : { cloudWatchLogs: { logGroup } }),
      ...(bucket === null ? {} : { s3: { bucket, region } }),
      backfillDays: days,
      principalTags: true,
    })),
  );
  const channels =
    webhookUrl === null
      ? []
      : [
          {
            name: 'demo',
            type: 'webhook',
            url: webhookUrl,
            secretEnv: DEMO_SECRET_ENV,
            allowPrivate: true,
          },
        ];
  return stringify({
    database: databasePath,
    listen,
    accounts,
    attribution: { tags: [...DEMO_TAG_KEYS] },
    tenants: DEMO_TENANTS,
    alarmCatchUpHours: Math.min(CATCH_UP_HOURS_MAX, days * 24),
    // The storm below tells of the same: its tenant runs into a quota.
    defaultAlarms: { without: ['Throttle rate', 'Quota nearly used'] },
    alarms: DEMO_ALARMS,
    budgets: DEMO_BUDGETS,
    channels,
    report: { nightlyAt: '00:30', directory: reportDirectory },
    reports: demoReports(reportDirectory),
    pollSeconds: 5,
  });
}

/** Beside the nightly report of everything: one of a tenant, the bills, and FOCUS for a lake. */
function demoReports(directory: string) {
  const every = { waitMinutes: 0, directory };
  return [
    { ...every, name: 'retail', at: '06:00', tenants: ['acme', 'globex'], formats: ['html'] },
    { ...every, name: 'bills', kind: 'statement', at: '06:00' },
    { ...every, name: 'lake', kind: 'focus', at: '03:00', formats: ['parquet'] },
  ];
}

const DEMO_TENANTS = [
  { tenant: 'acme', name: 'Acme Shop', parent: 'retail', owner: 'ann@example.com' },
  { tenant: 'globex', name: 'Globex Search', parent: 'retail', owner: 'ann@example.com' },
  { tenant: 'hooli', name: 'Hooli Assist', parent: 'labs', owner: 'gavin@example.com' },
  { tenant: 'stark', name: 'Stark Media', parent: 'labs', owner: 'tony@example.com' },
  { tenant: 'retail', name: 'Retail', parent: 'company', owner: 'eve@example.com' },
  { tenant: 'labs', name: 'Labs', parent: 'company', owner: 'bob@example.com' },
];

/** What the settings allow. */
const CATCH_UP_HOURS_MAX = 744;

const DEMO_BUDGETS = [
  {
    name: 'Bedrock this month',
    amount: 2000,
    actual: [50, 80, 100],
    forecast: [100],
    owner: 'platform',
    runbook: 'Group the spend of the month by tenant; talk to whoever grew.',
  },
  {
    name: 'Tenant this week',
    amount: 180,
    amounts: { globex: 150 },
    period: 'week',
    groupBy: ['tenant'],
    actual: [80, 100],
    forecast: [120],
    severity: 'warning',
  },
];

/** Beside the default ones: plain thresholds, for all to see on the charts. */
const DEMO_ALARMS = [
  {
    name: 'Throttle storm',
    metric: 'throttles',
    groupBy: ['tenant'],
    comparison: '>',
    threshold: 25,
    period: '15m',
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    treatMissingData: 'notBreaching',
    severity: 'critical',
    runbook: 'Look at who is throttled, then ask for a higher quota or slow the caller down.',
  },
  {
    name: 'Hourly spend',
    metric: 'cost',
    comparison: '>',
    threshold: '20.00',
    period: '1h',
    treatMissingData: 'notBreaching',
    severity: 'warning',
    runbook: 'Group the spend of the hour by tenant and model.',
  },
];
