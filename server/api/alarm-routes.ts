/** Routes by which alarms are made, changed and ended on the page. */
import { Hono } from 'hono';
import { z } from 'zod';
import { API } from '../../shared/contract.ts';
import type { AlarmRulesReply } from '../../shared/notify-contract.ts';
import type { Config } from '../config/config.ts';
import { deleteAlarm, saveAlarm, type ChangeProblem } from '../job/alarms-in-force.ts';
import type { Store } from '../store/store.ts';
import { ApiError } from './api-error.ts';
import { guardWrite, readBody } from './write-guard.ts';

export interface AlarmRouteParts {
  readonly store: Store;
  readonly alarms: Config['alarms'];
  /** Alarms of the config as people wrote them. */
  readonly alarmTexts: Config['alarmTexts'];
  readonly nowMs: () => number;
  readonly pageUrl: string;
}

const by = z.string().min(1).max(200).default('somebody');

/** What `POST /api/v1/alarms` is sent: the alarm as it would stand in the config. */
export const AlarmBody = z.strictObject({
  alarm: z.record(z.string(), z.unknown()),
  kind: z.enum(['create', 'update']).default('create'),
  by,
});

/** What `POST /api/v1/alarms/delete` is sent. */
export const DeleteBody = z.strictObject({ name: z.string().min(1).max(200), by });

export function alarmRoutes(parts: AlarmRouteParts): Hono {
  const { store, alarms, alarmTexts, nowMs, pageUrl } = parts;
  const app = new Hono();
  const guard = guardWrite(pageUrl);
  const changeParts = () => ({ store, ofConfig: alarms, nowMs: nowMs() });
  app.get(API.alarmRules, (c) => c.json(rulesReply(alarmTexts, store)));
  app.post(API.alarms, guard, async (c) => {
    const { alarm, kind, by: who } = await readBody(c, AlarmBody);
    const saved = saveAlarm({ text: alarm, kind, by: who }, changeParts());
    if (!saved.ok) throw errorOf(saved.problem);
    return c.json(rulesReply(alarmTexts, store));
  });
  app.post(API.deleteAlarm, guard, async (c) => {
    const removed = deleteAlarm(await readBody(c, DeleteBody), changeParts());
    if (!removed.ok) throw errorOf(removed.problem);
    return c.json(rulesReply(alarmTexts, store));
  });
  return app;
}

function rulesReply(texts: Config['alarmTexts'], store: Store): AlarmRulesReply {
  const ofPage = store.notices.pageAlarms().map(({ text }) => ({ origin: 'page' as const, text }));
  return { rules: [...texts.map((text) => ({ origin: 'config' as const, text })), ...ofPage] };
}

function errorOf({ code, path, message }: ChangeProblem): ApiError {
  const text = path === '' ? message : `${path}: ${message}`;
  if (code === 'wrong') {
    return new ApiError('badParameter', text, 'The keys of an alarm stand in docs/config.md.');
  }
  if (code === 'notFound') return new ApiError('notFound', `${message}.`, 'Load the list again.');
  const hint = 'Choose another name for an alarm of your own.';
  return new ApiError('conflict', `${message}.`, hint);
}
