/** The answer of the overview in words, and its tiles. */
import type { AlarmStatus, QueryRow } from '../../shared/contract.ts';
import type { MetricKey } from '../../shared/metrics.ts';
import { approximateUsd } from '../../shared/money.ts';
import { formatThreshold, formatValue, UNKNOWN } from '../format/metric.ts';
import { attoOf, formatUsd, formatUsdShort, shareOf } from '../format/money.ts';
import {
  formatChange,
  formatCount,
  formatPlural,
  formatRatio,
  formatShort,
} from '../format/number.ts';
import { sentenceName } from '../format/sentence-name.ts';
import type { Mover } from './ranking-spec.ts';

type Values = QueryRow['values'];

export interface Answer {
  /** The figure that stands first, exact. */
  readonly figure: string;
  readonly text: string;
}

/**
 * Says what was spent, how that compares and who made the difference.
 *
 * @param words how the window and the earlier one are called.
 */
export function answerOf(
  totals: { readonly now: Values; readonly before: Values | null },
  words: { readonly now: string; readonly before: string },
  moved: readonly Mover[],
): Answer {
  const figure = costFigure(totals.now);
  if (Number(totals.now.invocations ?? 0) === 0) {
    return { figure, text: `${words.now}: no invocation was logged.` };
  }
  return { figure, text: `${comparison(totals, words, moved)}${missingWords(totals.now)}.` };
}

function comparison(
  totals: { readonly now: Values; readonly before: Values | null },
  words: { readonly now: string; readonly before: string },
  moved: readonly Mover[],
): string {
  if (totals.before === null) {
    return `${words.now}; the data do not reach back over ${words.before}`;
  }
  const now = attoOf(totals.now.cost) ?? 0n;
  const before = attoOf(totals.before.cost);
  if (before === null || before === 0n) {
    return `${words.now}; nothing was spent in ${words.before}`;
  }
  const change = changeWords(approximateUsd(now), approximateUsd(before));
  const cause = change === ALIKE ? '' : causeOf(now - before, moved);
  return `${words.now}, ${change} ${words.before}${cause}`;
}

/** Where calls are unpriced, nothing is no amount, and any amount is not the whole. */
function costFigure(now: Values): string {
  const cost = attoOf(now.cost) ?? 0n;
  if (cost !== 0n) return formatUsd(cost);
  return unpricedOf(now) > 0 ? 'Unpriced' : '$0';
}

function missingWords(now: Values): string {
  const unpriced = unpricedOf(now);
  return unpriced === 0 ? '' : `; ${formatPlural(unpriced, 'unpriced call')} not in it`;
}

function unpricedOf(now: Values): number {
  return Number(now.unpricedInvocations ?? 0);
}

const ALIKE = 'about as much as';

function changeWords(now: number, before: number): string {
  const percent = Math.abs(now / before - 1) * 100;
  if (percent < 1) return ALIKE;
  if (now / before >= 3) return `${(now / before).toFixed(1)} times as much as`;
  return `${percent.toFixed(0)}\u00a0% ${now > before ? 'more' : 'less'} than`;
}

function causeOf(delta: bigint, moved: readonly Mover[]): string {
  const isRise = delta > 0n;
  const first = moved.find((mover) => mover.isRise === isRise);
  if (!first || delta === 0n || moved.length === 1) return '';
  const share = shareOf(first.deltaAtto, delta);
  if (share < 0.2) return '';
  const kind = isRise ? 'rise' : 'fall';
  // Others moved the other way when one alone moved more than the sum.
  if (share > 1) return `; ${sentenceName(first.label)} alone would make a larger ${kind}`;
  return `; ${sentenceName(first.label)} explains ${Math.round(share * 100)}\u00a0% of the ${kind}`;
}

export interface Tile {
  readonly id: string;
  readonly label: string;
  readonly figure: string;
  /** Exact value, for the hover. */
  readonly exact: string;
  readonly change: string | null;
  readonly detail: string;
  readonly look: 'plain' | 'warn' | 'bad' | 'quiet';
}

/** The tiles in their order. Never throws. */
export function tilesOf(
  totals: { readonly now: Values; readonly before: Values | null },
  alarms: readonly AlarmStatus[],
): readonly Tile[] {
  const { now } = totals;
  const before = totals.before ?? {};
  return [
    spendTile(now, before),
    {
      id: 'invocations',
      label: 'Invocations',
      figure: short(now.invocations),
      exact: formatValue('invocations', now.invocations ?? 0),
      change: changeOf(now.invocations, before.invocations),
      detail: `${short(now.errors)} errors, ${short(now.throttles)} throttled`,
      look: 'plain', // Many calls, or few, are not bad by themselves.
    },
    troubleTile(now, before, alarms),
    {
      id: 'latency',
      label: 'Latency p99',
      figure: formatValue('latencyP99', now.latencyP99),
      exact: formatValue('latencyP99', now.latencyP99),
      change: changeOf(now.latencyP99, before.latencyP99),
      detail: limitText(alarms, ['latencyP99']) || 'to the last byte',
      look: lookOf(alarms, ['latencyP50', 'latencyP90', 'latencyP99']),
    },
    tokensTile(now, before),
    mediaTile(now, before),
    honestyTile(now),
  ];
}

function spendTile(now: Values, before: Values): Tile {
  const cost = attoOf(now.cost) ?? 0n;
  const costBefore = attoOf(before.cost);
  const unpriced = unpricedOf(now);
  return {
    id: 'spend',
    label: 'Spend, list price',
    figure: cost === 0n && unpriced > 0 ? 'Unpriced' : formatUsdShort(cost),
    exact: costFigure(now),
    change:
      costBefore === null ? null : formatChange(approximateUsd(cost), approximateUsd(costBefore)),
    detail: [
      costBefore === null ? '' : `${formatUsdShort(costBefore)} before`,
      contractedText(now),
      cost > 0n && unpriced > 0 ? `${formatShort(unpriced)} calls unpriced` : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
    look: 'plain',
  };
}

function contractedText(now: Values): string {
  const contracted = attoOf(now.contractedCost);
  if (contracted === null || contracted === attoOf(now.cost)) return '';
  return `${formatUsdShort(contracted)} contracted`;
}

function troubleTile(now: Values, before: Values, alarms: readonly AlarmStatus[]): Tile {
  const ratio = share(now);
  return {
    id: 'trouble',
    label: 'Errors and throttles',
    figure: ratio === null ? UNKNOWN : formatRatio(ratio),
    exact: [
      `${formatValue('errors', now.errors)} errors`,
      `${formatValue('throttles', now.throttles)} throttles`,
    ].join(', '),
    change: changeOf(ratio, share(before)),
    detail: `${ratioText(now.errorRatio)} + ${ratioText(now.throttleRatio)}`,
    look: lookOf(alarms, [
      'errorRatio',
      'throttleRatio',
      'errors',
      'throttles',
      'clientErrors',
      'serverErrors',
      'cloudWatchThrottles',
      'cloudWatchClientErrors',
      'cloudWatchServerErrors',
    ]),
  };
}

function tokensTile(now: Values, before: Values): Tile {
  const tokensIn = tokensInOf(now);
  const tokensOut = Number(now.outputTokens ?? 0);
  const hit = now.cacheHitRatio;
  return {
    id: 'tokens',
    label: 'Tokens in / out',
    figure: `${formatShort(tokensIn)} / ${formatShort(tokensOut)}`,
    exact: `${formatCount(tokensIn)} in, ${formatCount(tokensOut)} out`,
    change: changeOf(tokensIn + tokensOut, tokensInOf(before) + Number(before.outputTokens ?? 0)),
    detail: typeof hit === 'number' ? `${formatRatio(hit)} of input from cache` : 'no cache in use',
    look: 'plain',
  };
}

function mediaTile(now: Values, before: Values): Tile {
  const images = Number(now.images ?? 0);
  const seconds = Number(now.videoSeconds ?? 0);
  return {
    id: 'media',
    label: 'Images and video',
    figure: images === 0 && seconds > 0 ? `${formatShort(seconds)}\u00a0s` : formatShort(images),
    exact: `${formatCount(images)} images, ${formatCount(seconds)} seconds of video`,
    change: changeOf(images, Number(before.images ?? 0)),
    detail: seconds > 0 ? `and ${formatShort(seconds)}\u00a0s of video` : 'no video',
    look: images + seconds > 0 ? 'plain' : 'quiet',
  };
}

function honestyTile(now: Values): Tile {
  const unpriced = Number(now.unpricedInvocations ?? 0);
  const unattributed = Number(now.unattributedInvocations ?? 0);
  const all = Number(now.invocations ?? 0);
  return {
    id: 'honesty',
    label: 'Unpriced calls',
    figure: formatShort(unpriced),
    exact: [
      `${formatCount(unpriced)} calls without a rate`,
      `${formatCount(unattributed)} without a tenant`,
      inexactText(now),
    ].join(', '),
    change: null,
    detail:
      all > 0
        ? `${formatShort(unattributed)} (${formatRatio(unattributed / all)}) unattributed`
        : 'none unattributed',
    look: unpriced > 0 || unattributed > 0 ? 'warn' : 'quiet',
  };
}

/** How much of the cost hangs on rates that no source lists for that very usage. */
function inexactText(now: Values): string {
  const ratio = now.inexactCostRatio;
  return typeof ratio === 'number' && ratio > 0
    ? `${formatRatio(ratio)} of the cost by fallback or estimated rates`
    : 'all rates exact';
}

function tokensInOf(values: Values): number {
  return [values.inputTokens, values.cacheReadTokens, values.cacheWriteTokens].reduce<number>(
    (sum, value) => sum + Number(value ?? 0),
    0,
  );
}

function share(values: Values): number | null {
  const { errorRatio, throttleRatio } = values;
  if (typeof errorRatio !== 'number' || typeof throttleRatio !== 'number') return null;
  return errorRatio + throttleRatio; // A throttle is no error in the catalogue, so they add up.
}

function changeOf(now: unknown, before: unknown): string | null {
  if (typeof now !== 'number' || typeof before !== 'number') return null;
  return formatChange(now, before);
}

function short(value: unknown): string {
  return typeof value === 'number' ? formatShort(value) : '0';
}

function ratioText(value: unknown): string {
  return typeof value === 'number' ? formatRatio(value) : UNKNOWN;
}

function lookOf(alarms: readonly AlarmStatus[], metrics: readonly MetricKey[]): Tile['look'] {
  const isFiring = alarms.some(({ metric, state }) => {
    return state === 'ALARM' && metric !== null && metrics.includes(metric);
  });
  return isFiring ? 'bad' : 'plain';
}

function limitText(alarms: readonly AlarmStatus[], metrics: readonly MetricKey[]): string {
  const own = alarms.filter(({ metric }) => metric !== null && metrics.includes(metric));
  const lowest = own.sort((a, b) => a.threshold - b.threshold)[0];
  if (!lowest) return '';
  return `alarm ${lowest.comparison} ${formatThreshold(lowest.metric, lowest)}`;
}
