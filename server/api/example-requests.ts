/** One request to every endpoint that takes something, for OpenAPI; a test sends them all. */
import { ACCESS_API } from '../../shared/access-contract.ts';
import { API } from '../../shared/contract.ts';
import { DELETION_API } from '../../shared/deletion-contract.ts';
import type { EndpointText } from './endpoint-text.ts';

interface ExampleRequest {
  /** Values of the query string by name. */
  readonly parameters?: Readonly<Record<string, string | readonly string[]>>;
  /** What is sent as JSON. */
  readonly body?: unknown;
}

const rules = 'rules:\n  - name: team\n    when: { metadata.team: (.+) }\n    tenant: $1\n';

/** By method and path; who takes nothing needs no entry. */
const EXAMPLE_REQUESTS: ReadonlyMap<string, ExampleRequest> = new Map([
  get(API.query, {
    metric: ['cost', 'invocations'],
    groupBy: 'tenant',
    filter: 'tenant=acme,globex',
    from: 'now-1d',
    to: 'now',
    step: 'all',
    tz: 'UTC',
  }),
  get(API.anomalies, { from: 'now-7d', minimum: '5', tz: 'UTC' }),
  get(API.values, { dimension: 'tenant', prefix: 'a' }),
  get(API.invocations, { filter: 'tenant=acme', from: 'now-1d', limit: '2' }),
  get(API.topInvocations, { by: 'cost', from: 'now-1d', filter: 'tenant=acme' }),
  get(API.explain, { requestId: '3f1c8a52-0d6e-4c7b-9a45-6b1f0e2d9c11' }),
  get(API.whatIf, { set: ['tier=batch'], groupBy: 'tenant', from: 'now-1d' }),
  get(API.attribution, { from: 'now-1d' }),
  get(API.sharedCost, { metric: 'cost', from: 'now-1d', step: 'all' }),
  get(API.quotas, { from: 'now-1d', filter: 'region=us-east-1' }),
  get(API.reconcile, { month: '2026-11' }),
  get(API.priceRates, { model: 'anthropic.claude-haiku*', dimension: 'input_tokens' }),
  get(API.priceCheck, { from: 'now-1d' }),
  get(API.priceDiff, { before: '2026-01-01', after: '2026-11-01', from: 'now-1d' }),
  get(API.doctor, { fresh: '0' }),
  get(API.deliveries, { limit: '2' }),
  get(API.journal, { limit: '2' }),
  get(API.alarmBars, { name: 'Spend against its week' }),
  get(API.testAlarm, {
    alarm: '{"name":"Spend","metric":"cost","comparison":">","threshold":"5.00","period":"1h"}',
    from: 'now-1d',
  }),
  get(API.reportFile, {
    name: 'nightly',
    date: '2026-11-20',
    revision: '1',
    file: 'nightly-2026-11-20.csv',
  }),
  get(ACCESS_API.audit, { limit: '2' }),
  post(API.applyRules, { from: 'now-1d' }),
  post(API.rulesText, { text: rules }),
  post(API.rulesPreview, { text: rules }),
  post(API.views, { name: 'Acme by model', search: '?view=spend&filter=tenant%3Dacme' }),
  post(API.deleteView, { name: 'Acme by model' }),
  post(API.alarms, {
    alarm: { name: 'Spend of acme', metric: 'cost', filter: 'tenant=acme', threshold: '20.00' },
    kind: 'create',
    by: 'ana',
  }),
  post(API.deleteAlarm, { name: 'Spend of acme', by: 'ana' }),
  post(API.silences, { alarm: 'Hourly spend', for: '2h', by: 'ana', comment: 'A load test.' }),
  post(API.acknowledge, { alarm: 'Hourly spend', by: 'ana', comment: 'We look after it.' }),
  post(API.endSilence, { id: '1', by: 'ana' }),
  post(API.replay, { all: true, by: 'ana' }),
  post(API.testChannel, { name: 'on-call', by: 'ana' }),
  post(API.makeReport, { kind: 'nightly', date: '2026-11-20', formats: ['html', 'csv'] }),
  post(API.resendReport, {
    name: 'nightly',
    date: '2026-11-20',
    revision: 1,
    target: 'on-call',
  }),
  post(DELETION_API.deleteTenant, { tenant: 'umbrella' }),
  post(ACCESS_API.signIn, { name: 'ana', password: 'correct horse battery' }),
  post(ACCESS_API.password, { old: 'correct horse battery', new: 'staple of a new horse' }),
  post(ACCESS_API.openLink, { link: 'outcrop-link-id.secret' }),
  post(ACCESS_API.signOut, {}),
  post(ACCESS_API.inviteUser, { name: 'ana' }),
  post(ACCESS_API.useInvite, { invite: 'the-part-after-the-hash', password: 'a staple of paper' }),
  post(ACCESS_API.switchUser, { name: 'ana', isDisabled: true }),
  post(ACCESS_API.endSession, { id: '0123456789abcdef' }),
  post(ACCESS_API.endOwnSession, { id: '0123456789abcdef' }),
  post(ACCESS_API.users, { name: 'ana', role: 'editor', password: 'correct horse battery' }),
  post(ACCESS_API.deleteUser, { name: 'ana' }),
  post(ACCESS_API.tokens, { name: 'nightly export', power: 'read', days: 90 }),
  post(ACCESS_API.revokeToken, { id: '1' }),
  post(ACCESS_API.links, { name: 'Acme by model', search: '?view=spend', days: 7 }),
]);

type Asked = Pick<EndpointText, 'method' | 'path'>;

/** The example of a question; `{}` for one that takes nothing. */
export function exampleOf({ method, path }: Asked): ExampleRequest {
  return EXAMPLE_REQUESTS.get(`${method ?? 'get'} ${path}`) ?? {};
}

function get(
  path: string,
  parameters: ExampleRequest['parameters'] & object,
): readonly [string, ExampleRequest] {
  return [`get ${path}`, { parameters }];
}

function post(path: string, body: unknown): readonly [string, ExampleRequest] {
  return [`post ${path}`, { body }];
}
