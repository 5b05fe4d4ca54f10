/** The HTTP edge: routes, the one error shape, security headers, and the page. */
import { Hono } from 'hono';
import type { Config } from '../config/config.ts';
import type { Doctor } from '../job/doctor.ts';
import type { Intake, IntakeKeys } from '../job/intake.ts';
import type { ReportDesk } from '../job/report-desk.ts';
import { API } from '../../shared/contract.ts';
import type { Access } from '../access/access.ts';
import { accessGate } from './access-gate.ts';
import { accessRoutes } from './access-routes.ts';
import { alarmRoutes } from './alarm-routes.ts';
import type { AnswerPool } from './answer-pool.ts';
import { ApiError } from './api-error.ts';
import type { ApiParts } from './api-parts.ts';
import { apiRoutes } from './api-routes.ts';
import { doctorRoutes } from './doctor-routes.ts';
import { applyRoutes, type ApplyParts } from './attribution-routes.ts';
import { rulesRoutes, type RulesEditor } from './rules-routes.ts';
import { intakeRoutes } from './intake-routes.ts';
import { askThread, forgetAfterChange, LONG_ROUTES } from './long-routes.ts';
import { answerScoped } from './scoped-app.ts';
import { sessionListRoutes } from './session-list-routes.ts';
import { sessionRoutes } from './session-routes.ts';
import { hushRoutes } from './hush-routes.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import { answerErrors, checkHost, headersOf, keepNothing, refuseOtherSites } from './edge.ts';
import { limitStreams } from './hold-back.ts';
import type { LiveFeed } from './live-feed.ts';
import { liveRoutes } from './live-routes.ts';
import type { SettingsReply } from '../../shared/settings.ts';
import { deletionRoutes } from './deletion-routes.ts';
import { settingsRoutes } from './settings-routes.ts';
import { fileHeaders, reportRoutes } from './report-routes.ts';
import { oidcRoutes } from './oidc-routes.ts';
import { savedViewRoutes } from './saved-view-routes.ts';
import { API_PAGE, pageRoutes, sendPage, type PageFiles } from './page-routes.ts';

export interface AppParts extends ApiParts {
  /** Says who asks; left out, everybody may ask everything. */
  readonly access?: Access;
  readonly page: PageFiles;
  /** What may be pushed at us; left out, nothing. */
  readonly intake?: { readonly keys: IntakeKeys; readonly parts: Intake };
  /** Looks at the accounts of the config; left out, nobody does. */
  readonly doctor?: Doctor;
  /** What of the config the page shows; left out, nothing. */
  readonly settings?: SettingsReply;
  /** Tells pages what changes; left out, they ask. */
  readonly live?: LiveFeed;
  /** Threads that answer instead of this one; null where there are none. */
  readonly answers: AnswerPool | null;
  /** Host names that may stand in a request's Host header, without port. */
  readonly hosts: ReadonlySet<string>;
  /** Where people are told; tests of them are sent from here. */
  readonly channels: Config['channels'];
  /** Applies rules to stored calls; left out, nobody does. */
  readonly applyRules?: NonNullable<ApplyParts['applyRules']>;
  /** Reads, tries and keeps the text of the rules; left out, nobody edits them. */
  readonly rulesEditor?: RulesEditor;
  /** Reports that the config asks for; left out, none. */
  readonly reports?: Config['reports'];
  /** Makes reports now; left out, nobody does. */
  readonly reportDesk?: ReportDesk;
  /** Alarms of the config as people wrote them. */
  readonly alarmTexts: Config['alarmTexts'];
  /** Address of the page as people reach it, by a proxy or not. */
  readonly pageUrl: string;
  /** Told of our own failures; gets no content of requests. */
  readonly onInternalError: (error: unknown) => void;
}

/** Puts the app together; it opens no socket. */
export function createApp(parts: AppParts): Hono {
  const app = new Hono();
  app.use(API.reportFile, fileHeaders); // Before those of all, so that it has the last word.
  app.use(headersOf(parts.pageUrl));
  app.use(keepNothing);
  if (parts.intake) app.route('/', intakeRoutes(parts.intake.keys, parts.intake.parts));
  app.use(checkHost(parts.hosts));
  app.use(refuseOtherSites);
  if (parts.answers) app.use(forgetAfterChange(parts.answers));
  if (parts.access) {
    app.use(accessGate(parts.access));
    app.use(API.events, limitStreams());
    app.use(answerScoped(parts));
    app.route('/', sessionRoutes(parts.access));
    app.route('/', accessRoutes(parts.access));
    app.route('/', sessionListRoutes(parts.access));
    app.route('/', oidcRoutes({ ...parts, access: parts.access }));
  }
  app.route('/', hushRoutes(parts));
  app.route('/', deliveryRoutes(parts));
  app.route('/', savedViewRoutes(parts));
  app.route('/', deletionRoutes(parts));
  app.route('/', applyRoutes(parts));
  app.route('/', rulesRoutes(parts));
  app.route('/', alarmRoutes(parts));
  app.route('/', reportRoutes(parts));
  app.use(async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
      c.header('allow', 'GET, HEAD');
      const message = `This server does not answer to ${c.req.method}.`;
      throw new ApiError(
        'methodNotAllowed',
        message,
        'Use GET; what may be changed stands in /api/v1/openapi.json.',
      );
    }
    await next();
  });
  if (parts.doctor) app.route('/', doctorRoutes(parts.doctor));
  if (parts.settings) app.route('/', settingsRoutes(parts.settings));
  if (parts.live) app.route('/', liveRoutes(parts.live));
  if (parts.answers) forwardQuestions(app, parts.answers, parts);
  app.route('/', apiRoutes(parts));
  app.get(API_PAGE, (c) => sendPage(c, parts.page));
  app.all('/api/*', (c) => {
    throw new ApiError('notFound', `There is no ${c.req.path}.`, 'See /api/v1/openapi.json.');
  });
  app.route('/', pageRoutes(parts.page));
  answerErrors(app, parts.onInternalError);
  return app;
}

function forwardQuestions(app: Hono, answers: AnswerPool, parts: AppParts): void {
  for (const route of LONG_ROUTES) app.get(route, (c) => askThread(c, answers, parts, null));
}
