/** The whole page of `/metrics`: health, completeness, and this month's usage. */
import type { StatusReply } from '../../shared/contract.ts';
import { checkFamilies } from './check-families.ts';
import { familyText, gauge, type Family, type Labels, type Sample } from './metric-family.ts';

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** What is unknown has no line, since zero would be a claim. */
export function metricsText(status: StatusReply, usage: readonly Family[]): string {
  const own = [...sourceFamilies(status), ...completenessFamilies(status)];
  const families = [...own, ...checkFamilies(status.checks), ...usage];
  return families.map(familyText).join('');
}

function sourceFamilies(status: StatusReply): readonly Family[] {
  const { sources, quarantined, version } = status;
  const placed = (one: (typeof sources)[number]): Labels => ({ source: one.id, kind: one.kind });
  return [
    gauge('outcrop_info', 'Release that runs.', [[{ version }, 1]]),
    {
      ...gauge('outcrop_invocations_total', 'Invocations kept so far.', [[{}, status.invocations]]),
      type: 'counter',
    },
    gauge(
      'outcrop_quarantined_records',
      'Records that are in no sum, by reason.',
      quarantined.map(({ code, count }) => [{ code }, count]),
    ),
    gauge(
      'outcrop_source_up',
      '1 when the last pass over a source ended well.',
      sources.map((one) => [placed(one), one.error ? 0 : 1]),
    ),
    gauge(
      'outcrop_source_lag_seconds',
      'How far behind a source is.',
      sources.map((one) => [placed(one), one.lagSeconds]),
    ),
    gauge('outcrop_complete_to_seconds', 'Time to which every source is read without a hole.', [
      [{}, status.completeTo === null ? null : Date.parse(status.completeTo) / 1000],
    ]),
  ];
}

function completenessFamilies({ completeness, gaps, logCoverage }: StatusReply): readonly Family[] {
  const place = ({ account, region }: { readonly account: string; readonly region: string }) => {
    return { account, region };
  };
  const byModel = completeness.models.map(
    (one) => [{ ...place(one), model: one.model }, one] as const,
  );
  return [
    gauge('outcrop_log_coverage_ratio', 'Logged over counted calls of the last seven days.', [
      [{}, logCoverage],
    ]),
    gauge(
      'outcrop_logged_invocations',
      'Calls logged in the last 24 settled hours, up to those counted.',
      byModel.map(([labels, one]) => [labels, one.logged]),
    ),
    gauge(
      'outcrop_counted_invocations',
      'Calls that CloudWatch counted in the last 24 settled hours.',
      byModel.map(([labels, one]) => [labels, one.counted]),
    ),
    gauge('outcrop_log_gaps', 'Spans of hours with calls that no log tells of.', [
      [{}, gaps.length],
    ]),
    gauge(
      'outcrop_failed_deliveries',
      'Records of the last seven days that Bedrock could not deliver.',
      completeness.failedDeliveries.map((one) => [
        { ...place(one), destination: one.destination },
        one.records,
      ]),
    ),
    gauge(
      'outcrop_mantle_inferences',
      'Calls of bedrock-mantle in the last seven days, which write no logs.',
      completeness.mantle.map((one) => [place(one), one.inferences]),
    ),
    gauge(
      'outcrop_metric_polling_usd',
      'What asking CloudWatch has cost this month, at list price.',
      completeness.metricPolling.map((one) => [place(one), one.usd]),
    ),
    gauge(
      'outcrop_body_reads',
      'Bodies too large for their record, asked for in the last seven days, by outcome.',
      completeness.bodies.map(({ source, outcome, records }) => [{ source, outcome }, records]),
    ),
    gauge(
      'outcrop_lost_seconds',
      'Seconds that a log group had forgotten before they were read.',
      lostBySource(completeness),
    ),
    gauge('outcrop_revised_points', 'Settled points that CloudWatch changed in the last day.', [
      [{}, completeness.revisedPoints],
    ]),
    gauge('outcrop_clock_skew_seconds', "How far this machine's clock is ahead of AWS's.", [
      [{}, completeness.clockSkewSeconds],
    ]),
  ];
}

function lostBySource({ lost }: StatusReply['completeness']): readonly Sample[] {
  const seconds = new Map<string, number>();
  for (const { source, from, to } of lost) {
    const more = (Date.parse(to) - Date.parse(from)) / 1000;
    seconds.set(source, (seconds.get(source) ?? 0) + more);
  }
  return [...seconds].map(([source, sum]) => [{ source }, sum]);
}
