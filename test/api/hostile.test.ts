/** Names that callers chose come back as they are: as data, in every endpoint. */
import { describe, expect, test } from 'vitest';
import { API } from '../../shared/contract.ts';
import { call, storeOf } from '../query/ask.ts';
import { rigOf, url } from './rig.ts';

const NAMES = [
  '__proto__',
  'constructor',
  '<img src=x onerror=alert(1)>',
  '"},{"x":"',
  "'; DROP TABLE invocation;--",
  'a,b c=d *"\\',
  '\u0000\u001b[31m',
  '\u202egnp.exe',
  '\ud800',
  '🦀'.repeat(50),
  '',
];

const rig = rigOf({
  store: storeOf(
    NAMES.map((name, i) => {
      const tags = [{ key: '__proto__', value: name, source: 'metadata' as const }];
      return call(i, i, { attribution: { tenant: name, tags } });
    }),
  ),
});

/** What UTF-8 makes of a name: half a character becomes a mark of its own. */
const asSent = (name: string): string => Buffer.from(name).toString();

const sorted = (names: readonly string[]): readonly string[] => names.map(asSent).toSorted();

async function bodyOf(path: string): Promise<Record<string, unknown>> {
  const response = await rig.get(path);
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}

describe('hostile names', () => {
  test('stay apart and whole as groups', async () => {
    const ask = url(API.query, ['metric', 'invocations'], ['groupBy', 'tenant']);
    const { rows } = (await bodyOf(ask)) as { rows: { group: { tenant: string } }[] };
    const found = rows.map(({ group }) => group.tenant);
    expect(sorted(found)).toEqual(sorted(NAMES));
  });

  test('stay whole as values of a tag whose key is hostile too', async () => {
    const ask = url(API.query, ['metric', 'invocations'], ['groupBy', 'tag.__proto__']);
    const { rows } = (await bodyOf(ask)) as { rows: { group: Record<string, string> }[] };
    const found = rows.map(({ group }) => group['tag.__proto__'] ?? '');
    expect(sorted(found)).toEqual(sorted(NAMES));
  });

  test('stay whole in the list of invocations', async () => {
    const { invocations } = (await bodyOf(API.invocations)) as {
      invocations: { tenant: string; tags: Record<string, string> }[];
    };
    expect(invocations.map(({ tenant }) => asSent(tenant)).reverse()).toEqual(NAMES.map(asSent));
    expect(invocations.every(({ tags }) => Object.hasOwn(tags, '__proto__'))).toBe(true);
  });

  test.each(NAMES.filter((name) => asSent(name) === name))('can be asked for: %j', async (name) => {
    const quoted = `tenant="${name.replace(/["\\]/g, '\\$&')}"`;
    const ask = url(API.query, ['metric', 'invocations'], ['filter', quoted]);
    expect(await bodyOf(ask)).toMatchObject({ rows: [{ values: { invocations: 1 } }] });
  });

  test('complete like any other', async () => {
    const ask = url(API.values, ['dimension', 'tenant'], ['prefix', '__PRO']);
    expect(await bodyOf(ask)).toEqual({ dimension: 'tenant', values: ['__proto__'] });
  });

  test.each(['%', '_', "'", '\\', '*', '['])('are no pattern as a prefix: %j', async (prefix) => {
    const ask = url(API.values, ['dimension', 'tenant'], ['prefix', prefix]);
    const { values } = (await bodyOf(ask)) as { values: string[] };
    expect(values.every((value) => value.startsWith(prefix))).toBe(true);
  });
});
