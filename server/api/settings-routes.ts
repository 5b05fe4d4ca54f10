/** `GET /api/v1/settings`: the config as everyone may see it. */
import { Hono } from 'hono';
import { API } from '../../shared/contract.ts';
import type { SettingsReply } from '../../shared/settings.ts';

export function settingsRoutes(settings: SettingsReply): Hono {
  return new Hono().get(API.settings, (c) => {
    c.header('cache-control', 'no-store');
    return c.json(settings);
  });
}
