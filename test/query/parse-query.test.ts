/** Reads questions as people write them, and names what is wrong with the mend. */
import { describe, expect, test } from 'vitest';
import { parseFilterText, parseQuery, type QueryText } from '../../server/query/parse-query.ts';
import { METRIC_KEYS } from '../../shared/metrics.ts';
import { DAY_MS } from '../../shared/window.ts';
import { T0_MS } from '../support/metered.ts';
import { NOTHING_SAID, QUERY_DEFAULTS } from './ask.ts';

const parse = (text: Partial<QueryText>) =>
  parseQuery({ ...NOTHING_SAID, metrics: ['cost'], ...text }, QUERY_DEFAULTS);

describe('parseQuery', () => {
  test('takes what holds where nothing was said', () => {
    expect(parse({})).toEqual({
      ok: true,
      value: {
        metrics: ['cost'],
        groupBy: [],
        filter: { terms: [] },
        window: { startMs: T0_MS, endMs: T0_MS + 4 * DAY_MS },
        step: 'all',
        timeZone: 'UTC',
      },
    });
  });

  test('reads every part', () => {
    const query = parse({
      metrics: ['cost', 'latencyP99', 'cost'],
      groupBy: ['tenant', 'tag.a b', 'tenant'],
      filter: 'tenant!=acme',
      from: '2026-10-30',
      to: 'now-1d',
      step: '1h',
      timeZone: 'Europe/Berlin',
    });
    expect(query).toEqual({
      ok: true,
      value: {
        metrics: ['cost', 'latencyP99'],
        groupBy: ['tenant', 'tag.a b'],
        filter: { terms: [{ dimension: 'tenant', negated: true, values: ['acme'] }] },
        window: { startMs: Date.UTC(2026, 9, 29, 23), endMs: T0_MS + 3 * DAY_MS },
        step: '1h',
        timeZone: 'Europe/Berlin',
      },
    });
  });

  test('takes days of the zone that is asked for, not of the one that is configured', () => {
    const query = parse({ from: '2026-10-30', timeZone: 'America/New_York' });
    expect(query.ok && query.value.window.startMs).toBe(Date.UTC(2026, 9, 30, 4));
  });

  const five = ['tenant', 'model', 'account', 'region', 'status'];
  test.each<readonly [string, Partial<QueryText>, string, RegExp]>([
    ['no metric', { metrics: [] }, 'badMetric', /No metric is named/],
    ['an unknown metric', { metrics: ['cost', 'spend'] }, 'badMetric', /no metric "spend"/],
    ['a name of every object', { metrics: ['constructor'] }, 'badMetric', /"constructor"/],
    ['too many metrics', { metrics: METRIC_KEYS }, 'tooLarge', /At most 40 metrics/],
    ['an unknown dimension', { groupBy: ['team'] }, 'badDimension', /no dimension "team"/],
    ['a tag without key', { groupBy: ['tag.'] }, 'badDimension', /no dimension "tag."/],
    ['too many dimensions', { groupBy: five }, 'tooLarge', /At most 4 dimensions/],
    ['a filter that breaks off', { filter: 'tenant=' }, 'badFilter', /Expected a value/],
    ['a filter on nothing known', { filter: 'team=a' }, 'badFilter', /no dimension "team"/],
    ['a filter without end', { filter: 'x'.repeat(5000) }, 'badFilter', /longer than/],
    ['a time that is none', { from: 'yesterday' }, 'badWindow', /"yesterday" is no time/],
    ['a day that is none', { to: '2026-02-30' }, 'badWindow', /"2026-02-30" is no time/],
    ['an empty window', { from: 'now', to: 'now' }, 'badWindow', /window is empty/],
    ['a window from its end', { from: 'now', to: 'now-1d' }, 'badWindow', /window is empty/],
    ['an unknown step', { step: '2h' }, 'badStep', /no step "2h"/],
    ['an empty step', { step: '' }, 'badStep', /no step ""/],
    ['a top of none', { top: '0' }, 'badParameter', /no number of groups/],
    ['a top that is no number', { top: '1e2' }, 'badParameter', /no number of groups/],
    ['an unknown zone', { timeZone: 'Mars/Base' }, 'badTimeZone', /"Mars\/Base"/],
  ])('refuses %s', (_, text, code, message) => {
    const query = parse(text);
    expect(query.ok).toBe(false);
    if (query.ok) return;
    expect(query.problem.code).toBe(code);
    expect(query.problem.message).toMatch(message);
    expect(query.problem.hint).not.toBe('');
  });

  test('keeps a window of thousands of years within what dates hold', () => {
    const query = parse({ from: 'now-99999w', to: '9999-12-31' });
    expect(query.ok && query.value.window).toEqual({ startMs: 0, endMs: Date.UTC(2200, 0, 1) });
  });
});

describe('parseFilterText', () => {
  test('counts the character at fault from one, for people', () => {
    const filter = parseFilterText('tenant=acme team=x');
    expect(filter.ok ? '' : filter.problem.hint).toBe('Look at character 13 of the filter.');
  });

  test('lets everything through where nothing is said', () => {
    expect(parseFilterText(null)).toEqual({ ok: true, value: { terms: [] } });
  });
});
