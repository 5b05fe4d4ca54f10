/** Questions drawn from the table of endpoints: each parameter by its name, right and wrong. */
import fc from 'fast-check';
import { ENDPOINTS } from '../../server/api/open-api.ts';
import { isoTime, DAY_MS, HOUR_MS } from '../../shared/window.ts';
import { METRIC_KEYS } from '../../shared/metrics.ts';
import { ROLLED_DIMENSIONS, ROW_DIMENSIONS } from '../../shared/dimensions.ts';
import { url } from '../api/rig.ts';
import { requestId, T0_MS } from '../support/metered.ts';
import { CALLS_MAX, OTHERS, OWN } from './scope-world.ts';

const TENANTS = [OWN, ...OTHERS];
const TAGS = ['tag.feature', 'tag.tag-of-acme', 'tag.tag-of-globex', 'tag.tag-of-all'];
const dimension = fc.constantFrom<string>(...ROLLED_DIMENSIONS, ...ROW_DIMENSIONS, ...TAGS);

/** Values of all kinds, of both tenants; many name nothing in the dimension that they fall to. */
const value = fc.oneof(
  fc.constantFrom(...TENANTS.map((one) => JSON.stringify(one))),
  fc.constantFrom(...TENANTS.map((one) => `model-of.${one}`)),
  fc.constantFrom(...TENANTS.map((one) => `role-of-${one}`)),
  fc.constantFrom('*', 'a*', 'gl*', '*globex*', '(none)', '(other)', 'globe', 'amazon.nova-micro'),
  fc.constantFrom('us-east-1', '111122223333', 'throttled', 'unit-of-globex', 'owner-of-acme'),
);
const term = fc
  .tuple(fc.oneof(fc.constant('tenant'), dimension), fc.constantFrom('=', '!='), value)
  .map((parts) => parts.join(''));
const filter = fc.oneof(
  fc.array(term, { maxLength: 3 }).map((terms) => terms.join(' ')),
  fc.constantFrom('tenant', 'tenant=', 'tennant=acme', 'tenant="globex', 'cost>3'),
);
const time = fc.oneof(
  fc.integer({ min: -1, max: 4 * 24 }).map((hours) => isoTime(T0_MS + hours * HOUR_MS)),
  fc.nat(4 * DAY_MS).map((atMs) => isoTime(T0_MS + atMs)),
  fc.constantFrom('now-30d', 'now-1h', 'now', '2026-11-02', 'globex'),
);
const id = fc.oneof(fc.nat(CALLS_MAX).map(requestId), fc.constant('of-nobody'));

/** One for each parameter that an endpoint may have. */
const VALUE_OF: ReadonlyMap<string, fc.Arbitrary<string>> = new Map([
  ['metric', fc.oneof(fc.constantFrom<string>(...METRIC_KEYS), fc.constant('globex'))],
  ['filter', filter],
  ['groupBy', fc.array(dimension, { maxLength: 4 }).map((all) => all.join(','))],
  ['from', time],
  ['to', time],
  ['step', fc.constantFrom('1h', '1d', 'all', '15m', 'globex')],
  ['tz', fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'globex')],
  ['top', fc.constantFrom('1', '2', '3', '50', 'globex')],
  ['minimum', fc.constantFrom('0', '0.0001', '5', 'globex')],
  ['dimension', fc.oneof(dimension, fc.constant('globex'))],
  ['prefix', fc.constantFrom('', 'a', 'g', 'model-of.g', 'ROLE', 'tag', '111')],
  ['limit', fc.constantFrom('1', '2', '5', '200', 'globex')],
  [
    'before',
    fc
      .tuple(fc.nat(3 * DAY_MS), fc.constantFrom('111122223333/us-east-1', 'x'), id)
      .map(([afterMs, ...more]) => [T0_MS + afterMs, ...more].join('.')),
  ],
  ['requestId', id],
  ['by', fc.constantFrom('cost', 'latency', 'tokens', 'globex')],
  ['set', fc.constantFrom('discount=10', 'tier=batch', 'model=model-of.globex', 'globex')],
  [
    'alarm',
    fc.oneof(
      fc.tuple(fc.constantFrom(...METRIC_KEYS), filter).map(alarmText),
      fc.constantFrom('{}', 'globex'),
    ),
  ],
]);

function alarmText([metric, text]: readonly [string, string]): string {
  const rule = { name: 'x', metric, threshold: '0', period: '1h' };
  return JSON.stringify({ ...rule, filter: text, groupBy: ['tenant'] });
}

const ANY = fc.constantFrom('globex', 'acme', '1', '2026-11-01');

/** A question of each endpoint that answers questions, with parameters drawn. */
export function drawnAsks(): fc.Arbitrary<readonly string[]> {
  const questions = ENDPOINTS.filter(({ method }) => method !== 'post');
  return fc.tuple(
    ...questions.map(({ path, parameters }) => {
      const drawn = parameters.map(({ name, isRequired, isList }) => {
        const one = VALUE_OF.get(name) ?? ANY;
        const least = isRequired ? 1 : 0;
        return fc
          .array(one, { minLength: least, maxLength: isList ? 5 : 1 })
          .map((values) => values.map((text) => [name, text] as const));
      });
      return fc.tuple(...drawn).map((all) => url(path, ...all.flat()));
    }),
  );
}

/** Parameters of scoped endpoints that nothing is drawn for; a test wants none. */
export function undrawnParameters(): readonly string[] {
  return ENDPOINTS.filter(({ access, method }) => access === 'scoped' && method !== 'post')
    .flatMap(({ parameters }) => parameters.map(({ name }) => name))
    .filter((name) => !VALUE_OF.has(name));
}
