/** Routes about who pays: what rules catch, and their application to the past. */
import { Hono } from 'hono';
import { z } from 'zod';
import { API } from '../../shared/contract.ts';
import { parseTime } from '../../shared/window.ts';
import { pastRules } from '../query/past-rules.ts';
import { ApiError } from './api-error.ts';
import type { ApiParts } from './api-parts.ts';
import { guardWrite, readBody } from './write-guard.ts';

export interface ApplyParts extends Pick<ApiParts, 'store' | 'rules' | 'timeZone' | 'nowMs'> {
  readonly pageUrl: string;
  /**
   * Begins to apply rules from an instant on, and tells false while they are being applied; left
   * out, nobody applies rules here.
   */
  readonly applyRules?: (fromMs: number) => Promise<boolean>;
}

/** What `POST /api/v1/attribution/apply` is sent. */
export const ApplyBody = z.strictObject({
  from: z.string().min(1).max(40).describe('First day, such as `2026-11-01` or `now-30d`.'),
});

export function applyRoutes(parts: ApplyParts): Hono {
  const { store, rules, timeZone, nowMs, pageUrl, applyRules } = parts;
  const app = new Hono();
  app.post(API.applyRules, guardWrite(pageUrl), async (c) => {
    const { from } = await readBody(c, ApplyBody);
    const time = parseTime(from, nowMs(), timeZone);
    if (!time.ok) {
      throw new ApiError('badParameter', `from: "${from}" is no time.`, `${time.problem}.`);
    }
    if ((await applyRules?.(time.value)) !== true) {
      const hint = 'GET /api/v1/attribution tells how far it is; ask again when it has ended.';
      throw new ApiError('conflict', 'Rules are being applied already.', hint);
    }
    return c.json(pastRules(rules.version, store.reattribution()));
  });
  return app;
}
