/** GetMetricData on the local endpoint: statistics over periods, paged by data points. */
import { AwsFailure, pageItemsOf, type AwsCall, type AwsContext } from './aws-call.ts';
import { dimensionsIn } from './metric-dimensions.ts';
import { numberIn, objectsIn, asObject, textIn, type JsonObject } from './json-params.ts';
import { minuteStartMs, periodValues } from './metric-periods.ts';
import type { FaultRule } from './fault-plan.ts';
import { readToken, writeToken } from './page-token.ts';

/** Limits of GetMetricData: AWS CloudWatch API reference. */
const QUERIES_MAX = 500;
const DATAPOINTS_MAX = 100_800;
const DAY_MS = 86_400_000;

interface StatQuery {
  readonly id: string;
  readonly label: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: ReadonlyMap<string, string>;
  readonly statistic: string;
  readonly periodSeconds: number;
}

interface Point {
  readonly query: number;
  readonly startMs: number;
  readonly value: number;
}

interface Question {
  readonly queries: readonly StatQuery[];
  readonly startMs: number;
  readonly endMs: number;
  readonly descending: boolean;
  readonly pointsMax: number;
  /** The last point of the page before; null on the first page. */
  readonly after: Pick<Point, 'query' | 'startMs'> | null;
}

/** Answers one page. @throws AwsFailure for a bad query or token. */
export function getMetricData(call: AwsCall, context: AwsContext, params: JsonObject): JsonObject {
  const { faults, nowMs } = context;
  const question = questionOf(call, context, params);
  if (faults.take('emptyPage', call)) {
    const NextToken = textIn(params, 'NextToken') ?? writeToken([], nowMs);
    return { MetricDataResults: resultsOf(question, [], 'PartialData'), NextToken };
  }
  const points = takePoints(call, context, question);
  const page = points.slice(0, question.pointsMax);
  const last = page.at(-1);
  const isLast = points.length <= question.pointsMax || !last;
  const fault = faults.take('metricStatus', call);
  const NextToken = isLast ? null : tokenAfter(call, context, last, params);
  const shown = fault ? withoutNewest(page, fault) : page;
  // As AWS does: while more pages are owed, what is there is partial.
  const status = fault?.status ?? (isLast ? 'Complete' : 'PartialData');
  const MetricDataResults = resultsOf(question, shown, status);
  return NextToken === null ? { MetricDataResults } : { MetricDataResults, NextToken };
}

function tokenAfter(
  call: AwsCall,
  { faults, nowMs }: AwsContext,
  last: Point,
  params: JsonObject,
): string {
  const token = textIn(params, 'NextToken') ?? writeToken([], nowMs);
  return faults.take('repeatedToken', call) ? token : writeToken([last.startMs, last.query], nowMs);
}

function questionOf(call: AwsCall, context: AwsContext, params: JsonObject): Question {
  const queries = objectsIn(params, 'MetricDataQueries').map(queryOf);
  if (queries.length === 0 || queries.length > QUERIES_MAX) {
    throw invalid(`A call takes 1 to ${QUERIES_MAX} queries.`);
  }
  const asked = numberIn(params, 'MaxDatapoints');
  return {
    queries,
    startMs: minuteStartMs((numberIn(params, 'StartTime') ?? 0) * 1000),
    endMs: (numberIn(params, 'EndTime') ?? 0) * 1000,
    descending: textIn(params, 'ScanBy') !== 'TimestampAscending',
    pointsMax: pageItemsOf(call, context, { asked, most: DATAPOINTS_MAX }),
    after: afterOf(call, context, params),
  };
}

function afterOf(call: AwsCall, context: AwsContext, params: JsonObject): Question['after'] {
  const { faults, nowMs } = context;
  const token = textIn(params, 'NextToken');
  if (token === null) return null;
  const expired = faults.take('expiredToken', call);
  const position = expired ? null : readToken(token, nowMs, faults.plan.tokenLifeMs);
  if (!position) throw new AwsFailure('InvalidNextToken', 400, 'The next token is invalid.');
  const [startMs, query] = position;
  return startMs === undefined ? null : { startMs: Number(startMs), query: Number(query) };
}

function queryOf(query: JsonObject): StatQuery {
  const stat = asObject(query['MetricStat']);
  const metric = asObject(stat['Metric']);
  const id = textIn(query, 'Id');
  const statistic = textIn(stat, 'Stat');
  const periodSeconds = numberIn(stat, 'Period');
  const metricName = textIn(metric, 'MetricName');
  if (!id || !statistic || !periodSeconds || !metricName) {
    throw invalid('Only queries with a whole MetricStat are served here.');
  }
  const namespace = textIn(metric, 'Namespace') ?? '';
  const dimensions = dimensionsIn(metric);
  const label = textIn(query, 'Label') ?? metricName;
  return { id, label, namespace, metricName, dimensions, statistic, periodSeconds };
}

function invalid(message: string): AwsFailure {
  return new AwsFailure('InvalidParameterValue', 400, message);
}

/** Past a page by a point if there are so many; day by day, so that no page costs all. */
function takePoints(call: AwsCall, context: AwsContext, question: Question): readonly Point[] {
  const points: Point[] = [];
  for (const dayStartMs of daysOf(question)) {
    for (const point of pointsOfDay(call, context, { question, dayStartMs })) points.push(point);
    if (points.length > question.pointsMax) break;
  }
  return points;
}

function daysOf({ startMs, endMs, descending, after }: Question): readonly number[] {
  const fromMs = after && !descending ? after.startMs : startMs;
  const toMs = after && descending ? after.startMs + 1 : endMs;
  const days: number[] = [];
  for (let day = Math.floor(fromMs / DAY_MS) * DAY_MS; day < toMs; day += DAY_MS) days.push(day);
  return descending ? days.reverse() : days;
}

function pointsOfDay(
  { account, region }: AwsCall,
  { world, nowMs }: AwsContext,
  { question, dayStartMs }: { readonly question: Question; readonly dayStartMs: number },
): readonly Point[] {
  const startMs = Math.max(question.startMs, dayStartMs);
  const endMs = Math.min(question.endMs, dayStartMs + DAY_MS);
  const points = question.queries.flatMap((query, index) => {
    const { namespace, metricName, dimensions, statistic, periodSeconds } = query;
    const series = { namespace, metricName, dimensions };
    const asked = { account, region, series, statistic, periodSeconds, startMs, endMs, nowMs };
    return periodValues(world, asked).map((value) => ({ ...value, query: index }));
  });
  const sign = question.descending ? -1 : 1;
  const order = (a: Order, b: Order): number => (a.startMs - b.startMs) * sign || a.query - b.query;
  const { after } = question;
  return points.filter((point) => !after || order(point, after) > 0).sort(order);
}

type Order = Pick<Point, 'query' | 'startMs'>;

/** A result that is not whole lacks points: the newest half, where CloudWatch is late as well. */
function withoutNewest(page: readonly Point[], fault: FaultRule): readonly Point[] {
  if (fault.status === 'Forbidden') return [];
  const times = [...new Set(page.map(({ startMs }) => startMs))].sort((a, b) => a - b);
  const limitMs = times[Math.floor(times.length / 2)] ?? 0;
  return page.filter(({ startMs }) => startMs < limitMs);
}

function resultsOf(
  { queries }: Question,
  points: readonly Point[],
  status: string,
): readonly JsonObject[] {
  const byQuery = queries.map((): Point[] => []);
  for (const point of points) byQuery[point.query]?.push(point);
  return queries.map(({ id, label }, index) => ({
    Id: id,
    Label: label,
    Timestamps: byQuery[index]?.map(({ startMs }) => startMs / 1000) ?? [],
    Values: byQuery[index]?.map(({ value }) => value) ?? [],
    StatusCode: status,
  }));
}
