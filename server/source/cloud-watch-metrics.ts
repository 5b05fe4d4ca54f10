/** Reads Bedrock's counts from CloudWatch, to lay beside the logs; only points that are whole. */
import {
  GetMetricDataCommand,
  type CloudWatchClient,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { toSourceError } from './aws-error.ts';
import type { MetricPoint } from './metric.ts';
import { listMetricSeries, NAMESPACE, type MetricSeries } from './metric-list.ts';
import { planMetricSpans, type MetricSpan } from './metric-plan.ts';
import { tokenPages } from './token-pages.ts';

export interface MetricQuestion {
  readonly account: string;
  readonly region: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly nowMs: number;
  /** Models that logs or history tell of; CloudWatch's own list forgets silent ones. */
  readonly knownModelIds?: readonly string[];
  /** Told of series whose answer stayed incomplete; their points are not given. */
  readonly onIncomplete?: (series: IncompleteSeries) => void;
}

export interface IncompleteSeries extends MetricSpan {
  readonly metricName: string;
  readonly modelId: string;
  /** `PartialData`, `InternalError` or `Forbidden`, which all come under HTTP 200. */
  readonly status: string;
}

/** Limit of GetMetricData: AWS CloudWatch API reference. */
const QUERIES_MAX = 500;
/** An answer that is not whole is asked for once more, and then left to the next pass. */
const ATTEMPTS_MAX = 2;

/**
 * Points of all Bedrock series in [fromMs, toMs), oldest first, in groups.
 *
 * Points replace what was read before: CloudWatch still changes young ones.
 *
 * @throws SourceError; the groups given before it stay good.
 */
export async function* readMetricPoints(
  client: CloudWatchClient,
  question: MetricQuestion,
): AsyncGenerator<readonly MetricPoint[]> {
  try {
    const series = await listMetricSeries(client, question.knownModelIds ?? []);
    const window = { startMs: question.fromMs, endMs: question.toMs };
    for (const span of planMetricSpans(window, question.nowMs)) {
      for (let index = 0; index < series.length; index += QUERIES_MAX) {
        yield await readSpan(client, question, {
          span,
          series: series.slice(index, index + QUERIES_MAX),
        });
      }
    }
  } catch (error) {
    throw toSourceError(error, `read CloudWatch metrics in ${question.region}`);
  }
}

interface SpanQuestion {
  readonly span: MetricSpan;
  readonly series: readonly MetricSeries[];
}

async function readSpan(
  client: CloudWatchClient,
  question: MetricQuestion,
  { span, series }: SpanQuestion,
): Promise<readonly MetricPoint[]> {
  const points: MetricPoint[] = [];
  let open = series;
  for (let attempt = 1; open.length > 0; attempt += 1) {
    const answers = await askAll(client, { span, series: open });
    const incomplete: MetricSeries[] = [];
    for (const [index, one] of open.entries()) {
      const answer = answers[index];
      if (answer?.status === 'Complete') points.push(...toPoints(question, span, one, answer));
      else if (attempt < ATTEMPTS_MAX) incomplete.push(one);
      else question.onIncomplete?.({ ...one, ...span, status: answer?.status ?? 'Missing' });
    }
    open = incomplete;
  }
  return points;
}

/** What came for one series over all pages. */
interface Answer {
  readonly values: Map<number, number>;
  /** Of the last page that told of it: earlier ones say PartialData while more is owed. */
  status: string;
}

async function askAll(
  client: CloudWatchClient,
  { span, series }: SpanQuestion,
): Promise<readonly Answer[]> {
  const answers = series.map((): Answer => ({ values: new Map(), status: 'Missing' }));
  const ask = ({ token }: { readonly token?: string }) =>
    client.send(commandFor({ span, series }, token));
  for await (const page of tokenPages(ask, (reply) => reply.NextToken)) {
    for (const result of page.MetricDataResults ?? []) merge(answers, result);
  }
  return answers;
}

function commandFor(
  { span, series }: SpanQuestion,
  token: string | undefined,
): GetMetricDataCommand {
  return new GetMetricDataCommand({
    StartTime: new Date(span.startMs),
    EndTime: new Date(span.endMs),
    ScanBy: 'TimestampAscending', // The default order would lose the oldest points of a cut answer.
    ...(token ? { NextToken: token } : {}),
    MetricDataQueries: series.map(({ metricName, modelId }, index) => ({
      Id: `q${index}`,
      MetricStat: {
        Metric: {
          Namespace: NAMESPACE,
          MetricName: metricName,
          Dimensions: modelId === '' ? [] : [{ Name: 'ModelId', Value: modelId }],
        },
        Period: span.periodSeconds,
        Stat: 'Sum', // No unit: a unit that does not fit would answer nothing.
      },
    })),
  });
}

function merge(answers: readonly Answer[], result: MetricDataResult): void {
  const answer = answers[Number(result.Id?.slice(1))];
  if (!answer) return;
  answer.status = result.StatusCode ?? 'Missing';
  (result.Timestamps ?? []).forEach((time, index) => {
    const value = result.Values?.[index];
    if (value !== undefined) answer.values.set(time.getTime(), value);
  });
}

function toPoints(
  { account, region }: MetricQuestion,
  { periodSeconds }: MetricSpan,
  { metricName, modelId }: MetricSeries,
  { values }: Answer,
): readonly MetricPoint[] {
  const series = { account, region, namespace: NAMESPACE, metricName, modelId, periodSeconds };
  return [...values].map(([startMs, value]) => ({ ...series, statistic: 'Sum', startMs, value }));
}
