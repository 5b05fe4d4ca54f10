/** Reads what the demo's accounts hold without the endpoint, as the tests need it. */
import { gunzipSync } from 'node:zlib';
import type { AwsScope, AwsWorld } from '../../server/demo/aws-world.ts';
import { DEMO_ACCOUNTS } from '../../server/demo/demo-accounts.ts';

/** The part of a record that tests look at. */
export interface DemoRecord {
  readonly timestamp: string;
  readonly requestId: string;
  readonly accountId: string;
  readonly region: string;
  readonly modelId: string;
  readonly operation: string;
  readonly errorCode?: string;
  readonly requestMetadata?: Readonly<Record<string, string>>;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly output?: Readonly<Record<string, unknown>>;
}

export function parseRecord(text: string): DemoRecord {
  return JSON.parse(text) as DemoRecord; // The guarantee: the demo wrote it, of this shape.
}

/** Texts of all records that one scope shows by a time, whichever way it delivers them. */
export function recordTexts(world: AwsWorld, scope: AwsScope, nowMs: number): string[] {
  const account = DEMO_ACCOUNTS.find(({ id }) => id === scope.account);
  const destination = account?.destinations.find(({ region }) => region === scope.region);
  const group = destination?.logGroup;
  if (group) {
    const events = world.logEvents({ ...scope, group, startMs: 0, lastMs: nowMs, nowMs });
    return [...events].map(({ message }) => message).filter((text) => text.startsWith('{'));
  }
  const bucket = destination?.bucket ?? '';
  return [...world.objects({ bucket, prefix: '', afterKey: '', nowMs })]
    .filter(({ key }) => key.endsWith('.json.gz') && !key.includes('/data/'))
    .flatMap(({ key }) => gunzipSync(world.content(bucket, key)).toString().trim().split('\n'));
}

export const SCOPES: readonly AwsScope[] = DEMO_ACCOUNTS.flatMap(({ id, destinations }) =>
  destinations.map(({ region }) => ({ account: id, region })),
);

export function allRecords(world: AwsWorld, nowMs: number): DemoRecord[] {
  return SCOPES.flatMap((scope) => recordTexts(world, scope, nowMs)).map(parseRecord);
}
