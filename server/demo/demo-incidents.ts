/** What went wrong in the demo's accounts, and when: there to be found on the dashboard. */
import { HOUR_MS } from '../../shared/window.ts';
import { CUSTOMERS_ACCOUNT, PRODUCTION_ACCOUNT } from './demo-accounts.ts';
import { MODELS } from './demo-models.ts';
import type { Workload } from './demo-workload.ts';

export type LoudKind =
  | 'throttleStorm'
  | 'latencyRegression'
  | 'runawayTenant'
  | 'brokenCache'
  | 'unpricedModel'
  | 'loggingGap';

export type IncidentKind = LoudKind | 'slowerModel';

/** One incident; null in a field of place means that it concerns all. */
export interface Incident<Kind extends IncidentKind = IncidentKind> {
  readonly kind: Kind;
  readonly summary: string;
  /** Metrics of the catalogue in which it shows. */
  readonly metrics: readonly string[];
  readonly account: string | null;
  readonly region: string | null;
  readonly tenant: string | null;
  /** Foundation model id. */
  readonly model: string | null;
  /**
   * Start and end are counted from the last midnight, so that what only busy hours can tell begins
   * at the same time of day whenever a demo is started; else from the last full hour.
   */
  readonly isByDay?: boolean;
  /** Start and end in whole hours before the demo's reference time. */
  readonly startHoursBeforeEnd: number;
  /** Null when it goes on. */
  readonly endHoursBeforeEnd: number | null;
}

const EVERYWHERE = { account: null, region: null, tenant: null, model: null } as const;

/** What an alarm of the demo tells of. */
export const INCIDENTS: readonly Incident<LoudKind>[] = [
  {
    ...EVERYWHERE,
    kind: 'throttleStorm',
    summary: 'A retry loop of acme runs into the quota of Sonnet 4.5: most calls are refused.',
    metrics: ['throttles', 'throttleRatio', 'cloudWatchThrottles'],
    account: PRODUCTION_ACCOUNT,
    region: 'us-east-1',
    tenant: 'acme',
    model: MODELS.sonnet.id,
    startHoursBeforeEnd: 36,
    endHoursBeforeEnd: 34,
  },
  {
    ...EVERYWHERE,
    kind: 'latencyRegression',
    summary: 'Nova Pro answers every second call eight times slower, for all tenants.',
    metrics: ['latencyP99', 'latencyP90'],
    model: MODELS.novaPro.id,
    isByDay: true, // A p99 needs ten calls an hour, and there are fewer at night.
    startHoursBeforeEnd: 240,
    endHoursBeforeEnd: 204,
  },
  {
    ...EVERYWHERE,
    kind: 'runawayTenant',
    summary: 'An agent of globex runs away: its tenant spends six times as much for eight hours.',
    metrics: ['cost', 'invocations', 'inputTokens'],
    tenant: 'globex',
    startHoursBeforeEnd: 106,
    endHoursBeforeEnd: 98,
  },
  {
    ...EVERYWHERE,
    kind: 'brokenCache',
    summary: 'A prompt of umbrella changes on every call: nothing is read from the cache any more.',
    metrics: ['cacheHitRatio', 'cacheReadTokens', 'cacheWriteTokens', 'costPerInvocation'],
    tenant: 'umbrella',
    model: MODELS.sonnet.id,
    startHoursBeforeEnd: 168,
    endHoursBeforeEnd: 120,
  },
  {
    ...EVERYWHERE,
    kind: 'unpricedModel',
    summary: 'Hooli tries a new model that no price book knows: its cost must not show as zero.',
    metrics: ['unpricedInvocations'],
    account: CUSTOMERS_ACCOUNT,
    region: 'us-west-2',
    tenant: 'hooli',
    model: MODELS.saga.id,
    startHoursBeforeEnd: 72,
    endHoursBeforeEnd: null,
  },
  {
    ...EVERYWHERE,
    kind: 'loggingGap',
    summary:
      'No log of one Region is delivered for three hours; CloudWatch still counts its calls.',
    metrics: ['logCoverage', 'cloudWatchInvocations'],
    account: CUSTOMERS_ACCOUNT,
    region: 'eu-central-1',
    startHoursBeforeEnd: 60,
    endHoursBeforeEnd: 57,
  },
];

/** Within what alarms let pass; whoever looks at a week of latencies finds it. */
const QUIET_INCIDENT: Incident = {
  ...EVERYWHERE,
  kind: 'slowerModel',
  summary: 'Haiku 4.5 answers half again as slowly, day and night.',
  metrics: ['latencyP50'],
  model: MODELS.haiku.id,
  isByDay: true, // Each side of it has calls of all hours.
  startHoursBeforeEnd: 48,
  endHoursBeforeEnd: null,
};

/**
 * The exact window of an incident.
 *
 * @param endMs the demo's reference time; counted from its last full hour, or midnight.
 * @returns epoch ms, half-open; endMs is null when the incident goes on.
 */
export function incidentWindow(
  incident: Incident,
  endMs: number,
): { readonly startMs: number; readonly endMs: number | null } {
  const { startHoursBeforeEnd, endHoursBeforeEnd, isByDay = false } = incident;
  const unitMs = isByDay ? 24 * HOUR_MS : HOUR_MS;
  const endHourMs = Math.floor(endMs / unitMs) * unitMs;
  return {
    startMs: endHourMs - startHoursBeforeEnd * HOUR_MS,
    endMs: endHoursBeforeEnd === null ? null : endHourMs - endHoursBeforeEnd * HOUR_MS,
  };
}

/** The kinds of incident that a workload suffers in one hour. */
export function incidentsOf(
  workload: Workload,
  hourStartMs: number,
  endMs: number,
): ReadonlySet<IncidentKind> {
  const active = [...INCIDENTS, QUIET_INCIDENT].filter((incident) => {
    const window = incidentWindow(incident, endMs);
    const isNow = window.startMs <= hourStartMs && hourStartMs < (window.endMs ?? Infinity);
    return isNow && concerns(incident, workload);
  });
  return new Set(active.map(({ kind }) => kind));
}

function concerns(incident: Incident, { account, region, tenant, model }: Workload): boolean {
  return (
    (incident.account ?? account) === account &&
    (incident.region ?? region) === region &&
    (incident.tenant ?? tenant) === tenant &&
    (incident.model ?? model.id) === model.id
  );
}
