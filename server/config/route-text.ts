/** The settings of routes: who is told of which alarms, with which others, and how often. */
import { z } from 'zod';
import { isDimension } from '../../shared/dimensions.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import type { Channel } from '../notify/channel.ts';
import type { Route } from '../notify/route.ts';
import type { Report } from './yaml-text.ts';

const UNIT_MS = new Map([
  ['s', 1000],
  ['m', MINUTE_MS],
  ['h', HOUR_MS],
]);

const span = z
  .string()
  .regex(/^\d{1,4}[smh]$/, 'write a time such as 30s, 5m or 4h')
  .transform((text) => Number(text.slice(0, -1)) * (UNIT_MS.get(text.slice(-1)) ?? 0));

const LABEL_HINT = 'write alarm, severity, or a dimension such as tenant or tag.team';

function isLabel(name: string): boolean {
  return ['alarm', 'severity', 'channel'].includes(name) || isDimension(name);
}

const label = z.string().refine(isLabel, LABEL_HINT);

const pattern = z.string().min(1).max(200);

export const RouteText = z.strictObject({
  channels: z.array(z.string()).min(1).max(50),
  match: z
    .record(z.string(), z.union([pattern, z.array(pattern).min(1).max(100)]))
    .refine((match) => Object.keys(match).every(isLabel), LABEL_HINT)
    .default({}),
  groupBy: z.array(label).max(4).default([]),
  wait: span.prefault('0s'),
  interval: span.prefault('0s'),
  repeat: span.refine((ms) => ms >= MINUTE_MS, 'at least a minute').optional(),
});

/** Routes of a config; each channel that they name must be there. */
export function toRoutes(
  texts: readonly z.output<typeof RouteText>[],
  channels: readonly Channel[],
  report: Report,
): readonly Route[] {
  const known = new Set(channels.map(({ id }) => id));
  return texts.map(({ wait, interval, repeat, match, ...text }, index) => {
    for (const [at, name] of text.channels.entries()) {
      if (!known.has(name))
        report(['routes', index, 'channels', at], `there is no channel ${name}`);
    }
    const patterns = Object.entries(match).map(([key, value]) => [key, [value].flat()] as const);
    const times = { waitMs: wait, intervalMs: interval, repeatMs: repeat ?? null };
    return { ...text, match: new Map(patterns), ...times };
  });
}
