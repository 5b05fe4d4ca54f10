/** Claims about thresholds of alarms on charts. */
import { describe, expect, test } from 'vitest';
import type { AlarmStatus } from '../../../shared/contract.ts';
import { axisReach, thresholdLines, thresholdWords } from '../../../web/chart/threshold.ts';
import { cannedAlarm } from '../fixtures/canned-replies.ts';

const throttles: Partial<AlarmStatus> = {
  name: 'Throttles',
  metric: 'throttles',
  threshold: 50,
  thresholdText: '50',
  periodSeconds: 300,
};

function linesOf(
  alarms: readonly AlarmStatus[],
  part: Partial<Parameters<typeof thresholdLines>[0]> = {},
) {
  const metrics = ['throttles', 'latencyP99', 'cost'] as const;
  return thresholdLines({ alarms, metrics, filter: '', step: '1h', dataMax: 0, ...part });
}

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('thresholdLines', () => {
  test('brings a count from its period to the step, and says so', () => {
    const [line] = linesOf([cannedAlarm(throttles)]);
    expect(line?.value).toBe(600);
    expect(plain(line?.label ?? '')).toBe('Throttles > 50 per 5 min \u2192 600 per 1 h');
  });

  test('says nothing of scaling when period and step agree', () => {
    const [line] = linesOf([cannedAlarm({ ...throttles, periodSeconds: 3600 })]);
    expect(plain(line?.label ?? '')).toBe('Throttles > 50 per 1 h');
  });

  test('leaves a percentile as it is', () => {
    const [line] = linesOf([cannedAlarm({})]);
    expect([line?.value, plain(line?.label ?? '')]).toEqual([5500, 'Slow answers > 5,500 ms']);
  });

  test('draws a rule fanned out over tenants once, breached when one of them is', () => {
    const lines = linesOf([
      cannedAlarm({ ...throttles, group: { tenant: 'acme' } }),
      cannedAlarm({ ...throttles, group: { tenant: 'globex' }, state: 'ALARM' }),
      cannedAlarm({ ...throttles, group: { tenant: 'hooli' } }),
    ]);
    expect(lines.map(({ isBreached }) => isBreached)).toEqual([true]);
  });

  test('says what a threshold is on, and that it is on each tenant', () => {
    const filter = 'account=111122223333 model=amazon.nova-pro';
    const [scoped] = linesOf([cannedAlarm({ filter })]);
    const [fanned] = linesOf([cannedAlarm({ group: { tenant: 'acme' } })]);
    expect(plain(scoped?.label ?? '')).toBe('Slow answers > 5,500 ms, for amazon.nova-pro');
    expect(plain(fanned?.label ?? '')).toBe('Slow answers > 5,500 ms, for each tenant');
  });

  test('writes money exactly', () => {
    const spend = { metric: 'cost', threshold: 12.5, thresholdText: '12.5', periodSeconds: 3600 };
    const [line] = linesOf([cannedAlarm({ ...spend, metric: 'cost', name: 'Spend' })]);
    expect(plain(line?.label ?? '')).toBe('Spend > $12.50 per 1 h');
  });

  test('draws no line on the axis itself', () => {
    const [line] = linesOf([cannedAlarm({ ...throttles, threshold: 0, thresholdText: '0' })]);
    expect(line?.isOffScale).toBe(true);
  });

  const scopes: readonly [
    name: string,
    part: Partial<AlarmStatus>,
    filter: string,
    count: number,
  ][] = [
    ['keeps an alarm on everything', {}, 'tenant=acme', 1],
    ['keeps an alarm on the filtered tenant', { group: { tenant: 'acme' } }, 'tenant=a*', 1],
    ['drops an alarm on another tenant', { group: { tenant: 'globex' } }, 'tenant=acme', 0],
    ['drops an alarm on a tenant left out', { filter: 'tenant=acme' }, 'tenant!=acme', 0],
    ['keeps an alarm on another dimension', { filter: 'model=m' }, 'tenant=acme', 1],
    ['drops an alarm on another metric', { metric: 'images' }, '', 0],
    ['drops an alarm without a metric of ours', { metric: null }, '', 0],
  ];
  test.each(scopes)('%s', (_name, part, filter, count) => {
    expect(linesOf([cannedAlarm({ ...throttles, ...part })], { filter })).toHaveLength(count);
  });

  test('does not flatten the data under a threshold far above it', () => {
    const far = linesOf([cannedAlarm(throttles)], { dataMax: 50 });
    const near = linesOf([cannedAlarm(throttles)], { dataMax: 100 });
    expect([far[0]?.isOffScale, near[0]?.isOffScale]).toEqual([true, false]);
    expect(axisReach(50, far)).toBeCloseTo(54);
    expect(axisReach(100, near)).toBeCloseTo(648);
  });

  test('draws four lines at most, breached ones first, and names them all', () => {
    const alarms = [1, 2, 3, 4, 5].map((at) => {
      return cannedAlarm({ ...throttles, name: `a${at}`, threshold: at, thresholdText: `${at}` });
    });
    const fired = cannedAlarm({ ...throttles, name: 'fired', threshold: 9, state: 'ALARM' });
    const lines = linesOf([...alarms, fired]);
    expect(lines[0]?.name).toBe('fired');
    expect(lines.filter(({ isOffScale }) => !isOffScale)).toHaveLength(4);
    expect(thresholdWords(lines)).toContain('1 in alarm');
    expect(thresholdWords(lines)).toContain('a5');
  });
});
