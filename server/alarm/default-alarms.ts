/** Alarms that are of use on the first day: nobody has to know a threshold to be told. */

/** What logs alone do not end: a period that is empty says nothing of a rate. */
const HOURLY = { period: '1h', treatMissingData: 'ignore' } as const;
const QUARTERLY = { period: '15m', evaluationPeriods: 3, datapointsToAlarm: 2 } as const;
const PLACE = { groupBy: ['account', 'region'] } as const;

/** Alarms as people write them; an alarm of the config with the same name takes their place. */
export const DEFAULT_ALARMS: readonly (Readonly<Record<string, unknown>> & {
  readonly name: string;
})[] = [
  {
    ...QUARTERLY,
    name: 'Throttle rate',
    metric: 'throttleRatio',
    groupBy: ['tenant'],
    threshold: 0.1,
    minimumInvocations: 20,
    treatMissingData: 'notBreaching',
    severity: 'critical',
    runbook: 'Look at who is throttled, then ask for a higher quota or slow the caller down.',
  },
  {
    ...QUARTERLY,
    name: 'Server errors',
    metric: 'serverErrors',
    groupBy: ['model'],
    baseline: { kind: 'band', minimumChange: 5 },
    threshold: 6,
    treatMissingData: 'notBreaching',
    severity: 'critical',
    runbook: 'Compare Regions and models; look at the health of the service.',
  },
  {
    ...HOURLY,
    name: 'p99 latency against its week',
    metric: 'latencyP99',
    groupBy: ['model'],
    baseline: { kind: 'change' },
    threshold: 200, // The p99 of a few dozen calls doubles by chance.
    evaluationPeriods: 2,
    minimumInvocations: 10,
    keepFiring: '12h',
    runbook: 'Compare with other Regions; move interactive callers to another model meanwhile.',
  },
  {
    ...HOURLY,
    name: 'Spend against its week',
    metric: 'cost',
    groupBy: ['tenant'],
    baseline: { kind: 'band', minimumChange: 2 },
    threshold: 6,
    evaluationPeriods: 2,
    keepFiring: '6h',
    runbook: 'Group the spend of the hours by model and role; talk to the tenant.',
  },
  {
    ...HOURLY,
    name: 'Cache hits against their week',
    metric: 'cacheHitRatio',
    groupBy: ['tenant', 'model'],
    comparison: '<',
    baseline: { kind: 'change' },
    threshold: 60,
    evaluationPeriods: 2,
    minimumInvocations: 4,
    keepFiring: '12h',
    runbook: 'A prompt that changes at its start is written to the cache on every call.',
  },
  {
    name: 'Unpriced usage',
    metric: 'unpricedInvocations',
    groupBy: ['model'],
    threshold: 0,
    period: '1h',
    treatMissingData: 'notBreaching',
    keepFiring: '1d',
    severity: 'info',
    runbook: 'Add a rate for the model to the price file.',
  },
  ...(['logDeliveryFailures', 's3DeliveryFailures'] as const).map((metric) => ({
    ...PLACE,
    name: `Log delivery failures to ${metric === 's3DeliveryFailures' ? 'S3' : 'CloudWatch Logs'}`,
    metric,
    threshold: 0,
    period: '15m',
    evaluationDelay: '15m',
    treatMissingData: 'notBreaching',
    keepFiring: '6h',
    runbook: 'Look at the role of invocation logging and at the key of its destination.',
  })),
  {
    ...HOURLY,
    ...PLACE,
    name: 'Log coverage',
    metric: 'logCoverage',
    comparison: '<',
    threshold: 0.99,
    evaluationDelay: '1h',
    keepFiring: '3h',
    inhibitedBy: ['Log delivery failures to S3', 'Log delivery failures to CloudWatch Logs'],
    runbook: 'Calls that CloudWatch counts and no log tells of have no tenant and no cost.',
  },
  {
    ...PLACE,
    name: 'Source lag',
    metric: 'sourceLagMs',
    threshold: 1_800_000,
    period: '15m',
    evaluationPeriods: 2,
    keepFiring: '30m',
    runbook: 'Run `outcrop doctor`; figures are whole only up to where logs have been read.',
  },
];
