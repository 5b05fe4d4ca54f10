/** Routes of reports: what there is, its bytes, making one now, and sending one again. */
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { API } from '../../shared/contract.ts';
import { EMPTY_FILTER, formatFilter, type Filter } from '../../shared/filter.ts';
import {
  FORMATS_OF,
  NIGHTLY_SECTIONS,
  REPORT_FORMATS,
  REPORT_KINDS,
  type ReportDefinitionReply,
  type ReportFormat,
  type ReportsReply,
  type StoredReport,
} from '../../shared/report-contract.ts';
import { isoTime } from '../../shared/window.ts';
import type { Config, ReportDefinition } from '../config/config.ts';
import { channelWords } from '../job/channel-words.ts';
import { orderWindow, WHOLE } from '../job/make-report.ts';
import { ReportError } from '../job/nightly-report.ts';
import { reportTargets } from '../job/report-delivery.ts';
import type { ReportDesk } from '../job/report-desk.ts';
import { nextDue } from '../job/report-pass.ts';
import type { ListedReport, ReportDelivery, ReportKey } from '../store/report-ledger.ts';
import type { Store } from '../store/store.ts';
import { ApiError } from './api-error.ts';
import { guardWrite, readBody } from './write-guard.ts';

export interface ReportParts {
  readonly store: Store;
  readonly nowMs: () => number;
  readonly timeZone: string;
  readonly pageUrl: string;
  readonly channels: Config['channels'];
  /** What is made by the config; left out, nothing. */
  readonly reports?: Config['reports'];
  /** Makes reports now; left out, nobody does. */
  readonly reportDesk?: ReportDesk;
}

const LISTED_MAX = 500;
const name = z.string().min(1).max(100);
const period = z
  .string()
  .regex(/^\d{4}-\d{2}(-\d{2}(_\d{4}-\d{2}-\d{2})?)?$/, 'write 2026-11-20 or 2026-11');

/** What `POST /api/v1/reports/make` is sent. */
export const MakeBody = z.strictObject({
  kind: z.enum(REPORT_KINDS),
  date: period.describe('Day, `2026-11-20`; month, `2026-11`; or `2026-11-01_2026-11-07`.'),
  formats: z.array(z.enum(REPORT_FORMATS)).min(1).optional(),
  tenant: z.string().min(1).max(256).optional().describe('Only this one; all when left out.'),
  focusVersion: z.enum(['1.4', '1.2']).default('1.4'),
  step: z.enum(['1h', '1d']).default('1d').describe('Rows of FOCUS: by hour or by day.'),
});

/** What `POST /api/v1/reports/resend` is sent: a delivery that was given up. */
export const ResendBody = z.strictObject({
  name,
  date: period,
  revision: z.int().min(1),
  target: name,
});

export function reportRoutes(parts: ReportParts): Hono {
  const app = new Hono();
  const guard = guardWrite(parts.pageUrl);
  app.get(API.reports, (c) => {
    c.header('cache-control', 'no-store');
    return c.json(reportsReply(parts));
  });
  app.get(API.reportFile, (c) => sendFile(c, parts));
  app.post(API.makeReport, guard, async (c) => {
    order(await readBody(c, MakeBody), parts);
    return c.json(reportsReply(parts));
  });
  app.post(API.resendReport, guard, async (c) => {
    const { target, ...key } = await readBody(c, ResendBody);
    if (!parts.store.reports.replay({ ...key, target }, parts.nowMs())) {
      const hint = 'It may have been sent again meanwhile; load the list again.';
      throw new ApiError('notFound', `No delivery of it to ${target} was given up.`, hint);
    }
    return c.json(reportsReply(parts));
  });
  return app;
}

function order(
  { kind, date, tenant, formats, focusVersion, step }: z.output<typeof MakeBody>,
  { reportDesk, timeZone, nowMs }: ReportParts,
): void {
  if (!reportDesk) throw new ApiError('notFound', 'Nobody makes reports here.', SERVE);
  const known: readonly ReportFormat[] = FORMATS_OF[kind];
  const strange = formats?.find((format) => !known.includes(format));
  if (strange !== undefined) {
    const hint = `Use ${known.join(', ')}.`;
    throw new ApiError('badParameter', `There is no ${strange} of a ${kind} report.`, hint);
  }
  const focus = { version: focusVersion, step };
  const filter = tenant === undefined ? EMPTY_FILTER : onlyTenant(tenant);
  const asked = { ...WHOLE, kind, date, timeZone, formats: formats ?? known, filter, focus };
  const isOfAll = tenant === undefined;
  const sections = NIGHTLY_SECTIONS.filter((one) => isOfAll || !OF_ALL.includes(one));
  checkPeriod({ ...asked, name: kind, sections, revision: null }, nowMs());
  if (reportDesk.order({ ...asked, sections }) === null) {
    throw new ApiError('busy', 'Too many reports wait to be made.', 'Ask again in a minute.');
  }
}

const SERVE = 'Run `outcrop serve`.';
/** Sections that tell of all, whoever is asked for. */
const OF_ALL: readonly string[] = ['budgets', 'alarms'];
const SHAPE_OF = { nightly: /^.{10}$/, statement: /^.{7}$/, focus: /^/ } as const;
const SHAPE_HINT = { nightly: 'a day', statement: 'a month', focus: 'a day, month or span' };

function checkPeriod(asked: Parameters<typeof orderWindow>[0], nowMs: number): void {
  const { kind, date } = asked;
  if (!SHAPE_OF[kind].test(date)) {
    const hint = `Name ${SHAPE_HINT[kind]}.`;
    throw new ApiError('badParameter', `${date} is no period of a ${kind} report.`, hint);
  }
  try {
    if (orderWindow(asked).startMs <= nowMs) return;
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    throw new ApiError('badParameter', error.message, 'Write a day such as 2026-11-20.');
  }
  throw new ApiError('badParameter', `${date} has not begun.`, 'Ask for a period that has.');
}

/** The value as it is, not as a pattern. */
function onlyTenant(tenant: string): Filter {
  if (tenant.includes('*')) {
    throw new ApiError('badParameter', 'tenant is a pattern.', 'Name one tenant.');
  }
  return { terms: [{ dimension: 'tenant', negated: false, values: [tenant] }] };
}

function sendFile(c: Context, { store }: ReportParts): Response {
  const key: ReportKey = {
    name: c.req.query('name') ?? '',
    date: c.req.query('date') ?? '',
    revision: Number(c.req.query('revision')),
  };
  const file = store.reports.file(key, c.req.query('file') ?? '');
  if (!file) throw new ApiError('notFound', 'There is no such file.', 'Load the list of reports.');
  const isShown = c.req.query('view') === '1' && file.contentType.startsWith('text/html');
  const safeName = file.name.replaceAll(/[^\w.-]/g, '-');
  return c.body(Buffer.from(file.bytes), 200, {
    'content-type': file.contentType,
    'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename="${safeName}"`,
    'cache-control': 'private, no-cache',
  });
}

/**
 * A report holds names that callers chose. It is shown in a frame of our page as a document of
 * nowhere: without scripts, without our origin, and with nothing to load.
 */
export const fileHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  c.res.headers.set(
    'content-security-policy',
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
  );
};

function reportsReply({ store, nowMs, ...parts }: ReportParts): ReportsReply {
  const newest = new Map<string, number>();
  const listed = store.reports.list(LISTED_MAX);
  for (const { name: of, date, revision } of listed) {
    const key = JSON.stringify([of, date]);
    newest.set(key, Math.max(newest.get(key) ?? 0, revision));
  }
  return {
    definitions: (parts.reports ?? []).map((one) => encodeDefinition(one, parts.channels, nowMs())),
    reports: listed.map((one) => {
      return encodeReport(one, newest.get(JSON.stringify([one.name, one.date])) ?? 0);
    }),
    making: parts.reportDesk?.making() ?? [],
  };
}

function encodeDefinition(
  definition: ReportDefinition,
  channels: Config['channels'],
  nowMs: number,
): ReportDefinitionReply {
  const { name: called, kind, timeZone, filter, formats, atMinutes } = definition;
  return {
    name: called,
    kind,
    at: isoTime(atMinutes * 60_000).slice(11, 16),
    timeZone,
    filter: formatFilter(filter),
    formats,
    to: reportTargets(definition).map((target) => {
      return { target, words: whereTo(target, definition, channels) };
    }),
    next: nextDue(definition, nowMs),
  };
}

function whereTo(
  target: string,
  { directory, bucket }: ReportDefinition,
  channels: Config['channels'],
): string {
  const channel = channels.find(({ id }) => id === target);
  if (channel) return channelWords(channel).to;
  return target === 's3' && bucket ? `s3://${bucket.bucket}/${bucket.prefix}` : (directory ?? '');
}

function encodeReport(report: ListedReport, newestRevision: number): StoredReport {
  const { kind, name: of, date, revision, state, madeAtMs, summary, files, deliveries } = report;
  return {
    kind,
    name: of,
    date,
    revision,
    state,
    summary,
    madeAt: isoTime(madeAtMs),
    isReplaced: revision < newestRevision,
    files: files.map(({ size, ...file }) => ({ ...file, bytes: size })),
    deliveries: deliveries.map(encodeDelivery),
  };
}

function encodeDelivery({ target, state, dueAtMs, attempts }: ReportDelivery) {
  return {
    target,
    state,
    next: state === 'pending' ? isoTime(dueAtMs) : null,
    attempts: attempts.map(({ attempt, atMs, tookMs, state: after, detail }) => {
      return { attempt, at: isoTime(atMs), tookMs, state: after, detail };
    }),
  };
}
