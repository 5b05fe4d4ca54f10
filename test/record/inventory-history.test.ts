/** Holds the look-up of ARNs to the time of the call, not to that of the look. */
import { expect, test } from 'vitest';
import { historyOf } from '../../server/record/inventory-history.ts';
import { parseModelReference } from '../../server/record/model-reference.ts';
import { resolveModel } from '../../server/record/resolve-model.ts';
import {
  identityFact,
  type ResourceFact,
  type ResourceVersion,
} from '../../server/source/inventory.ts';
import { resourceFact } from '../support/resources.ts';

const ARN = 'arn:aws:bedrock:us-east-1:111122223333';
const PROFILE = `${ARN}:application-inference-profile/abc123def456`;

function version(fact: ResourceFact, validFromMs: number, validToMs: number | null = null) {
  const seen = { firstSeenAtMs: validFromMs, lastSeenAtMs: validFromMs };
  const place = { account: '111122223333', region: 'us-east-1' };
  return { ...place, ...seen, fact, validFromMs, validToMs } satisfies ResourceVersion;
}

const history = historyOf([
  version(resourceFact({ name: 'second' }), 200, 300),
  version(resourceFact({ name: 'first' }), 100, 200),
  version(resourceFact({ arn: 'other', name: 'other' }), 150),
  version(resourceFact({ arn: 'other', name: 'renamed' }), 250),
]);

test.each([
  { name: 'before it was made', atMs: 0, profile: 'first', other: 'other' },
  { name: 'at the last moment of the first', atMs: 199, profile: 'first', other: 'other' },
  { name: 'at the change', atMs: 200, profile: 'second', other: 'other' },
  { name: 'after another has changed', atMs: 250, profile: 'second', other: 'renamed' },
  { name: 'after its end', atMs: 999, profile: 'second', other: 'renamed' },
])('a profile is what it was $name', ({ atMs, profile, other }) => {
  const { profiles } = history.at(atMs);
  expect(profiles.get(PROFILE)?.name).toBe(profile);
  expect(profiles.get('abc123def456')?.name).toBe(profile);
  expect(profiles.get('other')?.name).toBe(other);
});

test('an account without anything resolves nothing', () => {
  expect(historyOf([]).at(5).profiles.size).toBe(0);
});

const custom = `${ARN}:custom-model/plain/abcabcabcabc`;
const chain = historyOf([
  version(
    resourceFact({
      kind: 'customModelDeployment',
      arn: `${ARN}:custom-model-deployment/dddddddddddd`,
      modelArns: [custom],
    }),
    0,
  ),
  version(resourceFact({ kind: 'customModel', arn: custom }), 0),
  version(
    resourceFact({ kind: 'importedModel', arn: `${ARN}:imported-model/i`, modelArns: [] }),
    0,
  ),
  version(resourceFact({ arn: 'ring', modelArns: ['ring'] }), 0),
  version(resourceFact({ kind: 'batchJob', arn: `${ARN}:model-invocation-job/j` }), 0),
]).at(0);

test.each([
  ['a deployment, by its custom model, to the base', 'custom-model-deployment/dddddddddddd', true],
  ['an imported model to nothing', 'imported-model/i', false],
  ['a job to nothing: nobody calls one', 'model-invocation-job/j', false],
])('a chain leads from %s', (_name, rest, isResolved) => {
  const modelId = `${ARN}:${rest}`;
  const resolved = resolveModel(modelId, parseModelReference(modelId), chain);
  expect(resolved.model).toBe(isResolved ? 'amazon.nova-lite' : modelId);
  expect(resolved.isResolved).toBe(isResolved);
});

test('a ring of ARNs ends', () => {
  expect(resolveModel('ring', parseModelReference('ring'), chain).isResolved).toBe(false);
});

test('a bare id is the same profile as its ARN', () => {
  const inventory = historyOf([version(resourceFact(), 0)]).at(0);
  const byId = resolveModel('abc123def456', parseModelReference('abc123def456'), inventory);
  const byArn = resolveModel(PROFILE, parseModelReference(PROFILE), inventory);
  expect(byId).toEqual(byArn);
});

test('tags of a role are what they were at the time of the call, and it hides no model', () => {
  const role = (team: string) =>
    identityFact('role-arn', { kind: 'role', name: 'App' }, new Map([['team', team]]));
  const known = historyOf([version(role('blue'), 200), version(role('red'), 100, 200)]);
  const teams = [0, 100, 199, 200, 999].map((atMs) => {
    return known.principalTags('role-arn', atMs)?.get('team');
  });
  expect(teams).toEqual(['red', 'red', 'red', 'blue', 'blue']);
  expect(known.principalTags('other', 150)).toBeNull();
  expect(known.at(150).profiles.size).toBe(0);
});
