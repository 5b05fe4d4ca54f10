/** What the local endpoint does wrong on purpose, as one plain object that a test sets. */
import { createRandom } from './random.ts';

export type FaultKind =
  | 'throttle'
  | 'serverError'
  | 'accessDenied'
  | 'expiredCredentials'
  | 'expiredToken'
  | 'emptyPage'
  | 'repeatedToken'
  | 'repeatedEvents'
  | 'metricStatus'
  | 'cutBody'
  | 'closedConnection';

/** One wrong: what, where, and how often. */
export interface FaultRule {
  readonly kind: FaultKind;
  /** Only for this operation, such as `FilterLogEvents`; for all when absent. */
  readonly operation?: string;
  readonly service?: 'logs' | 's3' | 'monitoring' | 'bedrock' | 'sts' | 'iam';
  readonly account?: string;
  readonly region?: string;
  /** Only for calls whose path has this in it, such as part of a key. */
  readonly pathIncludes?: string;
  /** So many matching calls pass first. */
  readonly skip?: number;
  /** So many calls are hit at the most; without end when absent. */
  readonly times?: number;
  /** Share of matching calls that are hit, 0 to 1, by seeded chance; all when absent. */
  readonly ratio?: number;
  /** For `metricStatus`: what every result says; its newest half of points is then missing. */
  readonly status?: 'PartialData' | 'InternalError' | 'Forbidden';
}

export interface FaultPlan {
  readonly seed?: number;
  readonly rules?: readonly FaultRule[];
  /** Most items on one page by operation, below what AWS itself would give. */
  readonly pageItemsMax?: Readonly<Record<string, number>>;
  /** Page tokens older than this are refused; 24 hours for CloudWatch Logs when absent. */
  readonly tokenLifeMs?: number;
}

/** What a rule can be told apart by. */
export interface FaultTarget {
  readonly service: string;
  readonly operation: string;
  readonly account: string;
  readonly region: string;
  readonly path: string;
}

/** A plan at work: it counts what it has done. */
export interface Faults {
  readonly plan: FaultPlan;
  /** The first rule of this kind that hits this call, or null; a hit is counted. */
  take(kind: FaultKind, target: FaultTarget): FaultRule | null;
}

/** Starts a plan from its beginning: counts at zero, chance at its seed. */
export function createFaults(plan: FaultPlan): Faults {
  const random = createRandom(plan.seed ?? 1);
  const counts = new Map<FaultRule, { seen: number; hit: number }>();
  const hits = (rule: FaultRule): boolean => {
    const count = counts.get(rule) ?? { seen: 0, hit: 0 };
    counts.set(rule, count);
    count.seen += 1;
    if (count.seen <= (rule.skip ?? 0) || count.hit >= (rule.times ?? Infinity)) return false;
    if (rule.ratio !== undefined && random.next() >= rule.ratio) return false;
    count.hit += 1;
    return true;
  };
  return {
    plan,
    take: (kind, target) => {
      const rules = plan.rules ?? [];
      return (
        rules.find((rule) => rule.kind === kind && concerns(rule, target) && hits(rule)) ?? null
      );
    },
  };
}

function concerns(rule: FaultRule, target: FaultTarget): boolean {
  const { operation, service, account, region } = rule;
  return (
    (operation ?? target.operation) === target.operation &&
    (service ?? target.service) === target.service &&
    (account ?? target.account) === target.account &&
    (region ?? target.region) === target.region &&
    target.path.includes(rule.pathIncludes ?? '')
  );
}
