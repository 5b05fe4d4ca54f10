/** Reads Bedrock's counts from CloudWatch, to lay beside the logs. */
import {
  GetMetricDataCommand,
  type CloudWatchClient,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { toSourceError } from './aws-error.ts';
import type { MetricPoint, MetricSeries } from './metric.ts';
import { MANTLE } from './metric-catalogue.ts';
import type { MetricSpan } from './metric-plan.ts';
import { tokenPages } from './token-pages.ts';

/** Points of some series over one span. */
export interface MetricQuestion {
  readonly account: string;
  readonly region: string;
  readonly span: MetricSpan;
  readonly series: readonly MetricSeries[];
  /** Told of series whose answer stayed incomplete: the span is to be read again. */
  readonly onIncomplete?: (series: IncompleteSeries) => void;
  /** Told of each call with the number of metrics that AWS will charge for. */
  readonly onAsked?: (metrics: number) => void;
}

export interface IncompleteSeries extends MetricSpan, MetricSeries {
  /** `PartialData`, `InternalError` or `Forbidden`, which all come under HTTP 200. */
  readonly status: string;
}

/** Limit of GetMetricData: AWS CloudWatch API reference. */
const QUERIES_MAX = 500;
/** An answer that is not whole is asked for once more, and then left to the next pass. */
const ATTEMPTS_MAX = 2;

/**
 * Points of the series, in groups.
 *
 * Points replace what was read before: CloudWatch still changes young ones. What came before an
 * error, or of a series that stays incomplete, is given all the same.
 *
 * @throws SourceError; the groups given before it stay good.
 */
export async function* readMetricPoints(
  client: CloudWatchClient,
  question: MetricQuestion,
): AsyncGenerator<readonly MetricPoint[]> {
  const { series, region } = question;
  for (let index = 0; index < series.length; index += QUERIES_MAX) {
    const part = series.slice(index, index + QUERIES_MAX);
    const { points, error } = await readPart(client, { ...question, series: part });
    yield points;
    if (error !== null) throw toSourceError(error, `read CloudWatch metrics in ${region}`);
  }
}

async function readPart(
  client: CloudWatchClient,
  question: MetricQuestion,
): Promise<{ readonly points: readonly MetricPoint[]; readonly error: unknown }> {
  const all = question.series.map((one): Answer => ({ ...NO_ANSWER, one, values: new Map() }));
  let open: readonly Answer[] = all;
  let error: unknown = null;
  for (let attempt = 1; attempt <= ATTEMPTS_MAX && open.length > 0 && !error; attempt += 1) {
    for (const answer of open) answer.status = NO_ANSWER.status;
    error = await askAll(client, question, open);
    open = open.filter(({ status }) => status !== 'Complete');
  }
  for (const { one, status } of open) question.onIncomplete?.({ ...one, ...question.span, status });
  return { points: all.flatMap((answer) => toPoints(question, answer)), error };
}

/** What came for one series over all pages. */
interface Answer {
  readonly one: MetricSeries;
  readonly values: Map<number, number>;
  status: string;
}

const NO_ANSWER = { status: 'Missing' } as const;
/** Pages before the last say PartialData, since more is owed; these two are no matter of pages. */
const FAILED: ReadonlySet<string> = new Set(['InternalError', 'Forbidden']);

/** Fills the answers page by page. @returns the error that ended it; null when all pages came. */
async function askAll(
  client: CloudWatchClient,
  question: MetricQuestion,
  answers: readonly Answer[],
): Promise<unknown> {
  const ask = ({ token }: { readonly token?: string }) => {
    question.onAsked?.(answers.length);
    return client.send(commandFor(question, answers, token));
  };
  try {
    for await (const page of tokenPages(ask, (reply) => reply.NextToken)) {
      for (const result of page.MetricDataResults ?? []) merge(answers, result);
    }
    return null;
  } catch (error) {
    return error;
  }
}

function commandFor(
  { span }: MetricQuestion,
  answers: readonly Answer[],
  token: string | undefined,
): GetMetricDataCommand {
  return new GetMetricDataCommand({
    StartTime: new Date(span.startMs),
    EndTime: new Date(span.endMs),
    ScanBy: 'TimestampAscending', // The default order would lose the oldest points of a cut answer.
    ...(token ? { NextToken: token } : {}),
    MetricDataQueries: answers.map(({ one }, index) => queryOf(one, index, span.periodSeconds)),
  });
}

function queryOf(series: MetricSeries, index: number, Period: number): MetricDataQuery {
  const { namespace, metricName, modelId, labels, statistic } = series;
  const modelName = namespace === MANTLE ? 'Model' : 'ModelId';
  const pairs = modelId === '' ? labels : [[modelName, modelId] as const, ...labels];
  const Dimensions = pairs.map(([Name, Value]) => ({ Name, Value }));
  const Metric = { Namespace: namespace, MetricName: metricName, Dimensions };
  // No unit: a unit that does not fit would answer nothing.
  return { Id: `q${index}`, MetricStat: { Metric, Period, Stat: statistic } };
}

function merge(answers: readonly Answer[], result: MetricDataResult): void {
  const answer = answers[Number(result.Id?.slice(1))];
  if (!answer) return;
  if (!FAILED.has(answer.status)) answer.status = result.StatusCode ?? NO_ANSWER.status;
  (result.Timestamps ?? []).forEach((time, index) => {
    const value = result.Values?.[index];
    if (value !== undefined) answer.values.set(time.getTime(), value);
  });
}

function toPoints(
  { account, region, span: { periodSeconds } }: MetricQuestion,
  { one, values }: Answer,
): readonly MetricPoint[] {
  return [...values].map(([startMs, value]) => {
    return { account, region, ...one, periodSeconds, startMs, value };
  });
}
