/** Cost of bedrock-mantle from CloudWatch's counts of tokens: all that is known of its calls. */
import type { CloudWatchMetric } from '../../shared/metric.ts';
import { METRICS } from '../../shared/metrics.ts';
import type { UsageType } from '../meter/usage.ts';
import { costAttoUsd, type RateMatch } from '../price/price-book.ts';
import type { Store } from '../store/store.ts';
import type { MetricAggregateRequest, MetricDimension } from '../store/metric-ledger.ts';
import type { Rates } from './rates.ts';

/** What one group used in one interval. */
export interface MantleUse {
  readonly group: readonly string[];
  readonly atMs: number;
  readonly costAttoUsd: bigint;
  /** Tokens of models for which the book has no rate. */
  readonly unpricedTokens: number;
}

export interface MantleQuestion {
  readonly steps: readonly number[];
  readonly filter: MetricAggregateRequest['filter'];
  readonly groupBy: readonly MetricDimension[];
}

const LINES = [
  { dimension: 'input_tokens', metric: METRICS.mantleInputTokens.formula },
  { dimension: 'output_tokens', metric: METRICS.mantleOutputTokens.formula },
] as const;

/**
 * Tokens times rates, by group and by interval between changes of rates.
 *
 * The counts tell neither tier nor cache, so that each token counts as a standard and fresh one.
 *
 * @param rates asked for the rate of the endpoint, and where it has none for that of the runtime.
 */
export function mantleUses(
  question: MantleQuestion,
  store: Pick<Store, 'aggregateMetric'>,
  rates: Rates,
): readonly MantleUse[] {
  return LINES.flatMap(({ dimension, metric }) => {
    if (metric.kind !== 'cloudWatch') return [];
    const typeOf = usageTypes(dimension);
    return usesOfLine({ question, metric, typeOf }, store, rates);
  });
}

type TypeOf = (place: { readonly region: string; readonly model: string }) => UsageType;

/** One object for equal types, since rates are remembered by object. */
function usageTypes(dimension: UsageType['dimension']): TypeOf {
  const known = new Map<string, UsageType>();
  return ({ region, model }) => {
    const key = JSON.stringify([region, model]);
    const type = known.get(key) ?? { ...STANDARD, dimension, region, model };
    known.set(key, type);
    return type;
  };
}

const STANDARD = {
  api: 'mantle',
  routing: 'regional',
  tier: 'standard',
  latency: 'standard',
  context: 'standard',
  variant: 'base',
  cacheTtl: null,
  detail: '',
} as const;

function usesOfLine(
  line: {
    readonly question: MantleQuestion;
    readonly metric: CloudWatchMetric;
    readonly typeOf: TypeOf;
  },
  store: Pick<Store, 'aggregateMetric'>,
  rates: Rates,
): readonly MantleUse[] {
  const { question, metric, typeOf } = line;
  const { steps, filter } = question;
  const groupBy = [...question.groupBy, 'region', 'model'] as const;
  const runtimeOf = new Map<UsageType, UsageType>();
  const placeOf = (group: readonly string[]) => {
    const [region = '', model = ''] = group.slice(question.groupBy.length);
    const type = typeOf({ region, model });
    const runtime = runtimeOf.get(type) ?? { ...type, api: 'runtime' as const };
    runtimeOf.set(type, runtime);
    return [type, runtime] as const;
  };
  const whole = [steps[0] ?? 0, steps.at(-1) ?? 0];
  const seen = store.aggregateMetric({ boundariesMs: whole, filter, groupBy, metric });
  const boundariesMs = rates.cut(
    steps,
    seen.flatMap((cell) => [...placeOf(cell.group)]),
  );
  return store.aggregateMetric({ boundariesMs, filter, groupBy, metric }).map((cell) => {
    const atMs = boundariesMs[cell.intervalIndex] ?? 0;
    const [type, runtime] = placeOf(cell.group);
    const rate: RateMatch | null = rates.at(type, atMs) ?? rates.at(runtime, atMs);
    const tokens = Math.round(cell.value);
    return {
      group: cell.group.slice(0, question.groupBy.length),
      atMs,
      costAttoUsd: rate ? costAttoUsd(BigInt(tokens), rate) : 0n,
      unpricedTokens: rate ? 0 : tokens,
    };
  });
}
