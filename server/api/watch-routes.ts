/** Routes about spend that is watched: budgets and anomalies. Check, ask, encode. */
import { Hono } from 'hono';
import { API } from '../../shared/contract.ts';
import { parseAttoUsd } from '../../shared/money.ts';
import type { AlarmBarsReply } from '../../shared/notify-contract.ts';
import { DAY_MS, isoTime } from '../../shared/window.ts';
import { alarmBars } from '../job/alarm-bars.ts';
import { alarmsInForce } from '../job/alarms-in-force.ts';
import { MINIMUM_USD, readAnomalies } from '../job/read-anomalies.ts';
import { parseQuery } from '../query/parse-query.ts';
import { ApiError } from './api-error.ts';
import type { ApiParts } from './api-parts.ts';
import { budgetsReply } from './budgets-reply.ts';

const WEEK_MS = 7 * DAY_MS;

export function watchRoutes(parts: ApiParts): Hono {
  const app = new Hono();
  app.get(API.alarmBars, (c) => c.json(barsReply(c.req.query('name') ?? '', parts)));
  app.get(API.budgets, (c) => c.json(budgetsReply(parts)));
  app.get(API.anomalies, (c) => {
    const text = {
      metrics: ['cost'],
      filter: c.req.query('filter') ?? null,
      groupBy: [],
      from: c.req.query('from') ?? null,
      to: c.req.query('to') ?? null,
      step: null,
      timeZone: c.req.query('tz') ?? null,
    };
    const nowMs = parts.nowMs();
    const window = { startMs: nowMs - WEEK_MS, endMs: nowMs };
    const question = parseQuery(text, { nowMs, timeZone: parts.timeZone, window });
    if (!question.ok) {
      const { code, message, hint } = question.problem;
      throw new ApiError(code, message, hint);
    }
    const minimumAttoUsd = minimumOf(c.req.query('minimum') ?? MINIMUM_USD);
    return c.json(readAnomalies({ ...question.value, minimumAttoUsd }, parts));
  });
  return app;
}

const BAR_PERIODS = 60;

function barsReply(name: string, parts: ApiParts): AlarmBarsReply {
  const rule = alarmsInForce(parts.alarms, parts.store).find((one) => one.name === name);
  if (!rule) throw new ApiError('notFound', 'There is no such alarm.', `See ${API.alarms}.`);
  const { periodMs } = rule;
  const endMs = Math.floor(parts.nowMs() / periodMs) * periodMs;
  const window = { startMs: endMs - BAR_PERIODS * periodMs, endMs };
  const groups = alarmBars(rule, window, parts);
  return { from: isoTime(window.startMs), periodSeconds: periodMs / 1000, groups };
}

function minimumOf(text: string): bigint {
  const attoUsd = parseAttoUsd(text);
  if (attoUsd !== null && attoUsd >= 0n) return attoUsd;
  throw new ApiError('badParameter', 'minimum is no amount.', 'Write dollars, such as 20.');
}
