/** Keeps the examples of the pages working: settings that parse, and a policy that is enough. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ConfigText } from '../../server/config/config-text.ts';
import { parseConfig } from '../../server/config/parse-config.ts';
import { readFiles } from './sources.ts';

const pages = readFiles(['', 'docs'], ['.md']);
const examples = pages.flatMap((page) => {
  return blocksOf(page.text, 'yaml').map((text, index) => ({ page: page.path, index, text }));
});
const Policy = z.object({
  Statement: z.array(z.object({ Action: z.union([z.string(), z.array(z.string())]) })),
});
const ENVIRONMENT = { OUTCROP_WEBHOOK_SECRET: `whsec_${'QUJD'.repeat(11)}` };

describe('the config examples', () => {
  test('are there at all', () => {
    expect(examples.map(({ page }) => page)).toEqual(['README.md', 'docs/config.md']);
  });

  test.each(examples)('of $page parse', ({ text }) => {
    expect(parseConfig(text, ENVIRONMENT)).toMatchObject({ ok: true });
  });
});

describe('docs/config.md', () => {
  const text = pages.find(({ path: name }) => name === 'docs/config.md')?.text ?? '';

  test('names every setting', () => {
    const keys = keysOf(z.toJSONSchema(ConfigText, { io: 'input' }));
    expect(keys.length).toBeGreaterThan(20);
    expect(keys.filter((key) => !text.includes(`\`${key}\``))).toEqual([]);
  });
});

/** The action that each SDK command needs, as the service's own list of actions has it. */
const ACTION_OF = new Map([
  ['ListObjectsV2', 's3:ListBucket'],
  ['GetObject', 's3:GetObject'],
  ['FilterLogEvents', 'logs:FilterLogEvents'],
  ['GetMetricData', 'cloudwatch:GetMetricData'],
  ['ListMetrics', 'cloudwatch:ListMetrics'],
  ['DescribeAlarms', 'cloudwatch:DescribeAlarms'],
  ['ListInferenceProfiles', 'bedrock:ListInferenceProfiles'],
  ['ListProvisionedModelThroughputs', 'bedrock:ListProvisionedModelThroughputs'],
  ['ListTagsForResource', 'bedrock:ListTagsForResource'],
]);

describe('the IAM policy of the README', () => {
  const policy = blocksOf(pages.find(({ path: name }) => name === 'README.md')?.text ?? '', 'json');
  const granted = Policy.parse(JSON.parse(policy[0] ?? 'null')).Statement.flatMap(({ Action }) => {
    return Action;
  });

  test('allows what the readers call, and no more', () => {
    const sources = readFiles(['server/source'], ['.ts']).map((file) => file.text);
    const commands = sources.flatMap((text) => {
      const called = [...text.matchAll(/new (\w+)Command\(|\bpaginate(\w+)\(/g)];
      return called.map(([, command, paginator]) => command ?? paginator ?? '');
    });
    const needed = commands.map((command) => ACTION_OF.get(command) ?? `? ${command}`);
    expect([...new Set(granted)].toSorted()).toEqual([...new Set(needed)].toSorted());
  });
});

/** The fenced blocks of one language, with the indent of their fence taken off. */
function blocksOf(page: string, language: string): readonly string[] {
  const fence = new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\`$`, 'gm');
  return [...page.matchAll(fence)].map(([, indent = '', text = '']) => {
    return text.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
  });
}

/** The names of all settings of a JSON Schema, however deep. */
function keysOf(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(keysOf);
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([name, value]) => {
    const own = name === 'properties' ? Object.keys(Object(value)) : [];
    return [...own, ...keysOf(value)];
  });
}
