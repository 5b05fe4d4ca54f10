/** What receivers are told: one message a transition, small, with an id that never changes. */
import { describe, expect, test } from 'vitest';
import type { AlarmTransition } from '../../server/alarm/evaluate-alarm.ts';
import {
  BODY_BYTES_MAX,
  alarmKey,
  noticeId,
  noticesFor,
  type NoticeSubject,
} from '../../server/alarm/notices.ts';
import { ruleOf, ticksOf } from './tape.ts';

const rule = ruleOf({ name: 'throttles', groupBy: ['tenant'], severity: 'critical' });
const subject: NoticeSubject = { rule, group: { tenant: 'acme' }, links: {}, contributors: [] };
const endpoints = [{ id: 'ops' }, { id: 'finance' }];

function transitionAt(tape: string): AlarmTransition {
  const transition = ticksOf(rule, tape).at(-1)?.transition;
  if (!transition) throw new Error(`"${tape}" does not end on a transition.`);
  return transition;
}

describe('noticesFor', () => {
  test('tells each endpoint, with the body as it is signed', () => {
    const notices = noticesFor(transitionAt('1 60'), subject, endpoints);
    expect(notices.map(({ endpointId }) => endpointId)).toEqual(['ops', 'finance']);
    expect(notices[0]?.body).toBe(notices[1]?.body);
    expect(JSON.parse(notices[0]?.body ?? '')).toEqual({
      type: 'alarm.firing',
      timestamp: '2026-10-01T00:11:00Z',
      data: {
        alarm: 'throttles',
        group: { tenant: 'acme' },
        severity: 'critical',
        state: 'ALARM',
        previousState: 'OK',
        sequence: 2,
        occurredAt: '2026-10-01T00:11:00Z',
        openedAt: '2026-10-01T00:11:00Z',
        reason: 'Throttles was 60 (> 50) in 1 of 1 period of 5 min.',
        metric: 'throttles',
        unit: 'count',
        value: 60,
        comparison: '>',
        threshold: '50',
        window: {
          from: '2026-09-30T23:55:00Z',
          to: '2026-10-01T00:10:00Z',
          periodSeconds: 300,
        },
        completeTo: '2026-10-01T00:10:00Z',
        contributors: [],
        filter: '',
        runbook: '',
        links: {},
      },
    });
  });

  test('says that it is over', () => {
    const [notice] = noticesFor(transitionAt('60 1'), subject, endpoints);
    expect(notice?.type).toBe('alarm.resolved');
    expect(notice?.sequence).toBe(2);
  });

  test('says nothing of a new alarm that is OK', () => {
    expect(noticesFor(transitionAt('1'), subject, endpoints)).toEqual([]);
  });

  test('stays under 20 kB whatever callers of models name themselves', () => {
    const wide = ruleOf({ groupBy: ['tenant', 'principal', `tag.${'k'.repeat(256)}`] });
    for (const char of ['a', '\u0001', '😀', '\ud800', '"', '漢']) {
      const long = char.repeat(100_000);
      const group = { tenant: long, principal: long, [`tag.${'k'.repeat(256)}`]: long };
      const links = { [long]: 'https://a.example/', b: `https://b.example/${long}` };
      const contributors = Array.from({ length: 50 }, () => ({ group: long, value: '$1' }));
      const wild = { rule: wide, group, links, contributors };
      const [notice] = noticesFor(transitionAt('60'), wild, endpoints);
      expect(Buffer.byteLength(notice?.body ?? '')).toBeLessThan(BODY_BYTES_MAX);
    }
  });

  test('clips a name without halving a character', () => {
    const group = { tenant: '😀'.repeat(500) };
    const [notice] = noticesFor(transitionAt('60'), { ...subject, group }, endpoints);
    const { data } = JSON.parse(notice?.body ?? '');
    expect(data.group.tenant).toBe(`${'😀'.repeat(200)}…`);
  });
});

describe('noticeId', () => {
  test('is the same for ever', () => {
    // Written down on purpose: another id would send old messages again after an update.
    expect(noticeId('ops', alarmKey('throttles', { tenant: 'acme' }), 2)).toBe(
      'msg_ahkfju6ymrvddrhr2si6nshvb6msnzvzy7vktuytxjisfwhgwsqq',
    );
  });

  test('differs by endpoint, alarm, group and sequence, also where texts run together', () => {
    const ids = [
      noticeId('ops', alarmKey('a', { tenant: 'b' }), 1),
      noticeId('ops', alarmKey('a', { tenant: 'b' }), 11),
      noticeId('ops1', alarmKey('a', { tenant: 'b' }), 1),
      noticeId('ops', alarmKey('a', { tenant: 'c' }), 1),
      noticeId('ops', alarmKey('ab', { tenant: '' }), 1),
      noticeId('ops', alarmKey('a', {}), 1),
      noticeId('ops', alarmKey('a|b', {}), 1),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^msg_[a-z2-7]{52}$/);
  });
});

describe('alarmKey', () => {
  test('does not depend on the order of dimensions', () => {
    expect(alarmKey('a', { model: 'm', tenant: 't' })).toBe(
      alarmKey('a', { tenant: 't', model: 'm' }),
    );
  });
});
