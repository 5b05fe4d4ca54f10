/** The table of endpoints: what each takes and answers, and who may ask it. */
import { API } from '../../shared/contract.ts';
import { METRIC_KEYS } from '../../shared/metrics.ts';
import { TOP_ORDERS } from '../../shared/top-invocations.ts';
import { STEPS } from '../../shared/window.ts';
import { CHOICE_KEYS } from '../query/choice.ts';
import { ApplyBody } from './attribution-routes.ts';
import {
  attributionReply,
  pastRulesReply,
  rulesPreviewReply,
  rulesTextReply,
  sharedCostReply,
} from './attribution-schemas.ts';
import { RulesBody } from './rules-routes.ts';
import { ACCESS_ENDPOINTS } from './access-endpoints.ts';
import { alarmsReply } from './alarm-schemas.ts';
import { DELETION_ENDPOINTS } from './deletion-routes.ts';
import type { EndpointText } from './endpoint-text.ts';
import { NOTIFY_ENDPOINTS } from './notify-endpoints.ts';
import { REPORT_ENDPOINTS } from './report-endpoints.ts';
import * as replies from './reply-schemas.ts';
import { PRICE_ENDPOINTS } from './price-endpoints.ts';
import { QUOTA_ENDPOINTS } from './quota-endpoints.ts';
import { RECONCILE_ENDPOINTS } from './reconcile-routes.ts';
import { DeleteBody, SaveBody } from './saved-view-routes.ts';
import * as running from './running-schemas.ts';
import { anomaliesReply, budgetsReply } from './watch-schemas.ts';

const filter = { name: 'filter', help: 'Filter text, such as `tenant=acme model=anthropic.*`.' };
const from = { name: 'from', help: 'Start: `now-7d`, `2026-11-01` or ISO 8601.' };
const to = { name: 'to', help: 'End, exclusive; `now` when left out.' };

/** Every endpoint that answers with JSON; a test holds it against the router. */
export const ENDPOINTS: readonly EndpointText[] = [
  {
    path: API.query,
    access: 'scoped',
    summary: 'Values of metrics by group and step.',
    parameters: [
      {
        name: 'metric',
        help: 'A metric of the catalogue.',
        isList: true,
        isRequired: true,
        values: METRIC_KEYS,
      },
      filter,
      { name: 'groupBy', help: 'Dimensions, joined by commas.' },
      from,
      to,
      { name: 'step', help: '`all` when left out.', values: STEPS },
      { name: 'tz', help: 'IANA zone in which days begin.' },
      {
        name: 'top',
        isNumber: true,
        help: 'Only so many groups: highest by the first metric over the whole window.',
      },
    ],
    reply: replies.queryReply,
  },
  {
    path: API.status,
    access: 'scoped',
    summary: 'Freshness, coverage of logs, gaps, quarantine, unpriced models.',
    parameters: [],
    reply: replies.statusReply,
  },
  {
    path: API.alarms,
    access: 'scoped',
    summary: 'Alarms of ours and of CloudWatch with thresholds and states, and what changed.',
    parameters: [],
    reply: alarmsReply,
  },
  {
    path: API.budgets,
    access: 'scoped',
    summary: 'Budgets in the period at hand: spend, forecast, date of crossing, percentages told.',
    parameters: [],
    reply: budgetsReply,
  },
  {
    path: API.anomalies,
    access: 'scoped',
    summary: 'Spend of tenants that departs from the same hours of earlier weeks, and its causes.',
    parameters: [
      from,
      to,
      filter,
      { name: 'minimum', isNumber: true, help: 'Least impact in US dollars; 5 when left out.' },
      { name: 'tz', help: 'IANA zone in which hours of the week are counted.' },
    ],
    reply: anomaliesReply,
  },
  {
    path: API.values,
    access: 'scoped',
    summary: 'Values of a dimension that begin with a prefix.',
    parameters: [
      { name: 'dimension', help: 'A dimension, such as `tenant`.', isRequired: true },
      { name: 'prefix', help: 'How the values begin, in any case.' },
    ],
    reply: replies.valuesReply,
  },
  {
    path: API.invocations,
    access: 'scoped',
    summary: 'Single invocations, newest first.',
    parameters: [
      filter,
      from,
      to,
      { name: 'limit', isNumber: true, help: 'At most this many, 1 to 200.' },
      { name: 'before', help: '`next` of the page before.' },
    ],
    reply: replies.invocationsReply,
  },
  {
    path: API.attribution,
    access: 'whole',
    summary: 'What each attribution rule catches, and the dearest callers without a tenant.',
    parameters: [from, to],
    reply: attributionReply,
  },
  {
    path: API.sharedCost,
    access: 'whole',
    summary: 'What each tenant pays, with its parts of what several share, and by which rule.',
    parameters: [
      { name: 'metric', help: '`cost` or `contractedCost`.' },
      filter,
      { name: 'groupBy', help: 'Dimensions beside the tenant, joined by commas.' },
      from,
      to,
      { name: 'step', help: 'Each day is shared by its own usage; `all` when left out.' },
      { name: 'tz', help: 'Zone in which days begin.' },
    ],
    reply: sharedCostReply,
  },
  {
    method: 'post',
    path: API.applyRules,
    access: 'admin',
    summary: 'Give stored calls the tenants of the rules that hold now, from a day on.',
    parameters: [],
    body: ApplyBody,
    reply: pastRulesReply,
  },
  {
    path: API.rulesText,
    access: 'whole',
    summary: 'The attribution rules as text, and the file that they stand in.',
    parameters: [],
    reply: rulesTextReply,
  },
  {
    method: 'post',
    path: API.rulesText,
    access: 'admin',
    summary: 'Put a text in the place of the file of rules; it holds from the next start on.',
    parameters: [],
    body: RulesBody,
    reply: rulesTextReply,
  },
  {
    method: 'post',
    path: API.rulesPreview,
    access: 'admin',
    summary: 'What rules would make of the newest calls of seven days; nothing is changed.',
    parameters: [],
    body: RulesBody,
    reply: rulesPreviewReply,
  },
  {
    path: API.explain,
    access: 'scoped',
    summary: 'Why one invocation costs what it costs, and who pays it.',
    parameters: [
      { name: 'requestId', help: 'Request id, as in the logs.', isRequired: true },
      from,
      to,
    ],
    reply: replies.explainReply,
  },
  {
    path: API.whatIf,
    access: 'scoped',
    summary: 'What the same usage would cost by another choice: before, after, difference.',
    parameters: [
      {
        name: 'set',
        help: `A choice, such as \`tier=batch\`; the keys are ${CHOICE_KEYS}.`,
        isList: true,
        isRequired: true,
      },
      filter,
      { name: 'groupBy', help: 'Dimensions, joined by commas; `tenant` when left out.' },
      from,
      to,
      { name: 'tz', help: 'IANA zone of days in `from` and `to`.' },
    ],
    reply: replies.comparisonReply,
  },
  ...PRICE_ENDPOINTS,
  ...QUOTA_ENDPOINTS,
  ...RECONCILE_ENDPOINTS,
  {
    path: API.doctor,
    access: 'whole',
    summary: 'What keeps the accounts of the config from being read, and the exact mend.',
    parameters: [{ name: 'fresh', help: '`1` to look now; else what was found lately may come.' }],
    reply: running.doctorReply,
  },
  {
    path: API.topInvocations,
    access: 'scoped',
    summary: 'The dearest, slowest or largest calls among the newest 20,000 of a window.',
    parameters: [{ name: 'by', help: 'The order.', values: TOP_ORDERS }, filter, from, to],
    reply: running.topInvocationsReply,
  },
  {
    path: API.settings,
    access: 'whole',
    summary: 'The config as everyone may see it: nothing secret.',
    parameters: [],
    reply: running.settingsReply,
  },
  {
    path: API.views,
    access: 'whole',
    summary: 'Saved views, by name.',
    parameters: [],
    reply: running.savedViewsReply,
  },
  {
    method: 'post',
    path: API.views,
    access: 'edit',
    summary: 'Save a view under a name, in the place of what had it.',
    parameters: [],
    body: SaveBody,
    reply: running.savedViewsReply,
  },
  {
    method: 'post',
    path: API.deleteView,
    access: 'edit',
    summary: 'Delete a saved view.',
    parameters: [],
    body: DeleteBody,
    reply: running.savedViewsReply,
  },
  ...NOTIFY_ENDPOINTS,
  ...ACCESS_ENDPOINTS,
  ...DELETION_ENDPOINTS,
  ...REPORT_ENDPOINTS,
];
