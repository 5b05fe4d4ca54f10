/** How much of the cost has a payer, and what would give one to the rest: dearest callers first. */
import { NONE, UNATTRIBUTED } from '../../shared/dimensions.ts';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import type { Window } from '../../shared/window.ts';
import type { PriceBook } from '../price/price-book.ts';
import type { AnswerRow } from './query.ts';
import { runQuery, type QueryStore } from './run-query.ts';

/** A caller whose calls no rule matches. */
export interface UnattributedCaller {
  readonly principal: string;
  /** Profile that it named; null for none. */
  readonly profile: string | null;
  readonly invocations: number;
  /** Null when none of its usage has a rate. */
  readonly costAttoUsd: bigint | null;
  /** A rule that would catch it, as YAML to paste under `rules`. */
  readonly rule: string;
  /** A command that tags the profile it named; null where it named none that has tags. */
  readonly tagging: string | null;
}

export interface AttributionCoverage {
  readonly costAttoUsd: bigint;
  readonly attributedAttoUsd: bigint;
  /** 0 to 1; null when nothing cost anything. */
  readonly coverage: number | null;
  readonly invocations: number;
  readonly unattributedInvocations: number;
  /** The dearest, then those with the most calls. */
  readonly callers: readonly UnattributedCaller[];
}

const METRICS = ['cost', 'attributedCost', 'invocations', 'unattributedInvocations'] as const;

/**
 * Looks at a window.
 *
 * @param callersMax how many callers are named; the sums are of all.
 */
export function attributionCoverage(
  window: Window,
  store: QueryStore,
  book: PriceBook,
  callersMax = 20,
): AttributionCoverage {
  const question = { window, step: 'all', timeZone: 'UTC' } as const;
  const whole = { ...question, metrics: METRICS, filter: EMPTY_FILTER, groupBy: [] };
  const values = runQuery(whole, store, book).rows[0]?.values;
  const [costAttoUsd, attributedAttoUsd] = [
    moneyOf(values, 'cost'),
    moneyOf(values, 'attributedCost'),
  ];
  const term = { dimension: 'tenant', negated: false, values: [UNATTRIBUTED] } as const;
  const { rows } = runQuery(
    {
      ...question,
      metrics: ['cost', 'invocations'],
      filter: { terms: [term] },
      groupBy: ['principal', 'profile'],
    },
    store,
    book,
  );
  return {
    costAttoUsd,
    attributedAttoUsd,
    coverage: costAttoUsd === 0n ? null : shareOf(attributedAttoUsd, costAttoUsd),
    invocations: Number(values?.get('invocations') ?? 0),
    unattributedInvocations: Number(values?.get('unattributedInvocations') ?? 0),
    callers: rows.slice(0, callersMax).map(toCaller),
  };
}

function moneyOf(values: AnswerRow['values'] | undefined, key: MetricKey): bigint {
  return BigInt(values?.get(key) ?? 0);
}

function shareOf(part: bigint, whole: bigint): number {
  return Number((part * 1_000_000n) / whole) / 1_000_000;
}

function toCaller({ group, values }: AnswerRow): UnattributedCaller {
  const [principal = NONE, profile = NONE] = group;
  const cost = values.get('cost') ?? null;
  return {
    principal,
    profile: profile === NONE ? null : profile,
    invocations: Number(values.get('invocations') ?? 0),
    costAttoUsd: cost === null ? null : BigInt(cost),
    rule: ruleFor(principal, profile),
    tagging: taggingFor(profile),
  };
}

/** JSON texts are YAML texts too, whatever stands in them. */
function ruleFor(principal: string, profile: string): string {
  const kind = /:(role|user|federated-user)\//.exec(principal)?.[1];
  const name = principal.slice(principal.lastIndexOf('/') + 1);
  const [field, value] =
    kind === undefined
      ? principal === NONE
        ? ['profile', profile]
        : ['principal', principal]
      : [kind === 'federated-user' ? 'federated' : kind, name];
  const pattern = value.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
  const ruleName = JSON.stringify(`${field} ${value}`.slice(0, 100));
  const tenant = JSON.stringify(value.replaceAll('$', '').slice(0, 256));
  const when = `{ ${field}: ${JSON.stringify(pattern)} }`;
  return `- name: ${ruleName}\n  when: ${when}\n  tenant: ${tenant}`;
}

const TAGGED_PROFILE =
  /^arn:aws[a-z-]*:bedrock:([a-z0-9-]+):\d{12}:application-inference-profile\//;

function taggingFor(profile: string): string | null {
  const region = TAGGED_PROFILE.exec(profile)?.[1];
  if (region === undefined || !/^[\w:/.-]+$/.test(profile)) return null;
  const target = `--region ${region} --resource-arn ${profile}`;
  return `aws bedrock tag-resource ${target} --tags key=tenant,value=NAME`;
}
