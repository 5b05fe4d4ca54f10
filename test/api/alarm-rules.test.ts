/** Alarms that people make on the page: one parser, one list, and a journal of who did what. */
import { describe, expect, test } from 'vitest';
import { API } from '../../shared/contract.ts';
import { HOUR_MS } from '../../shared/window.ts';
import { ruleOf } from '../alarm/tape.ts';
import { storm } from '../job/alarm-rig.ts';
import { storeOf } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';
import { rigOf, url, type Rig } from './rig.ts';

const SPEND = { name: 'Spend', metric: 'contractedCost', threshold: '12.50', period: '1h' };

async function post(rig: Rig, path: string, body: unknown) {
  const headers = { 'content-type': 'application/json' };
  const response = await rig.get(path, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

const namesOf = async (rig: Rig): Promise<readonly string[]> => {
  const reply = (await (await rig.get(API.alarms)).json()) as {
    alarms: { name: string; origin: string }[];
  };
  return reply.alarms.map(({ name, origin }) => `${name} (${origin})`).sort();
};

describe('an alarm of the page', () => {
  test('is listed with those of the config, changed and ended, and the journal knows who', async () => {
    const rig = rigOf({ alarmTexts: [{ name: 'storm' }] });
    expect(await post(rig, API.alarms, { alarm: SPEND, by: 'ada' })).toMatchObject({
      status: 200,
      body: { rules: [{ origin: 'config' }, { origin: 'page', text: SPEND }] },
    });
    expect(await namesOf(rig)).toEqual(['Spend (page)', 'storm (config)']);
    const dearer = { ...SPEND, threshold: '20' };
    await post(rig, API.alarms, { alarm: dearer, kind: 'update', by: 'bob' });
    await post(rig, API.deleteAlarm, { name: 'Spend', by: 'cyd' });
    expect(await namesOf(rig)).toEqual(['storm (config)']);
    const { notes } = (await (await rig.get(API.journal)).json()) as {
      notes: { action: string; by: string; subject: string; detail: string }[];
    };
    expect(notes.map(({ action, by, subject }) => [action, by, subject])).toEqual([
      ['deleteAlarm', 'cyd', 'Spend'],
      ['updateAlarm', 'bob', 'Spend'],
      ['createAlarm', 'ada', 'Spend'],
    ]);
    expect(notes[0]?.detail).toBe(JSON.stringify(dearer));
  });

  test.each([
    ['a metric that is not there', { ...SPEND, metric: 'x' }, 'metric'],
    ['a threshold that is no amount', { ...SPEND, threshold: 'much' }, 'threshold'],
    ['a filter that cannot be read', { ...SPEND, filter: 'tenant' }, 'filter'],
    ['a key that is not known', { ...SPEND, colour: 'red' }, 'colour'],
    ['no name', { ...SPEND, name: '' }, 'name'],
  ])('with %s is refused as in the config', async (_, alarm, word) => {
    const rig = rigOf();
    const { status, body } = await post(rig, API.alarms, { alarm });
    expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining(word)]);
    expect(await namesOf(rig)).toEqual(['storm (config)']);
  });

  test.each([
    ['made under a name of the config', API.alarms, { alarm: { ...SPEND, name: 'storm' } }, 409],
    ['ended where the config has it', API.deleteAlarm, { name: 'storm' }, 409],
    ['changed where there is none', API.alarms, { alarm: SPEND, kind: 'update' }, 404],
    ['ended where there is none', API.deleteAlarm, { name: 'Spend' }, 404],
  ])('is not %s', async (_, path, body, status) => {
    const reply = await post(rigOf(), path, body);
    expect(reply.status).toBe(status);
    if (status === 409) expect(JSON.stringify(reply.body)).toContain('stands in the config');
  });

  test('is not made twice', async () => {
    const rig = rigOf();
    await post(rig, API.alarms, { alarm: SPEND });
    expect((await post(rig, API.alarms, { alarm: SPEND })).status).toBe(409);
  });
});

describe('an alarm that is being written', () => {
  const at = (afterMs: number): string => new Date(T0_MS + afterMs).toISOString();
  const rig = rigOf({ store: storeOf(storm()) });
  const ask = async (alarm: string) => {
    const times = [['from', at(0)] as const, ['to', at(3 * HOUR_MS)] as const];
    const response = await rig.get(url(API.testAlarm, ['alarm', alarm], ...times));
    return { status: response.status, body: await response.json() };
  };

  test('is tried on the past', async () => {
    const storms = { name: 'new', metric: 'throttles', threshold: 50, comparison: '>' };
    expect(await ask(JSON.stringify(storms))).toMatchObject({
      status: 200,
      body: { spans: [{ from: '2026-11-01T01:05:00Z', to: '2026-11-01T01:15:00Z', value: 60 }] },
    });
  });

  test.each(['', '{', '[]', '{"name":"x"}', '{"name":"x","metric":"y","threshold":1}'])(
    'and is wrong is refused: %s',
    async (alarm) => {
      expect(await ask(alarm)).toMatchObject({ status: 400, body: { code: 'badParameter' } });
    },
  );
});

test('an alarm that somebody looks after says who', async () => {
  const rig = rigOf({ alarms: [ruleOf({ name: 'storm' })] });
  await post(rig, API.silences, { alarm: 'st*', by: 'ada', comment: 'upgrade' });
  expect(await (await rig.get(API.alarms)).json()).toMatchObject({
    alarms: [{ name: 'storm', hush: { kind: 'silence', by: 'ada', comment: 'upgrade' } }],
  });
});
