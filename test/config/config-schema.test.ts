/** The schema for editors and the reader of configs say the same of what people write. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { configSchema } from '../../server/config/config-schema.ts';
import { parseConfig } from '../../server/config/parse-config.ts';
import { blocksOf } from '../house/blocks.ts';
import { readFiles } from '../house/sources.ts';

const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
const validate = ajv.compile(configSchema());

const examples = readFiles(['', 'docs'], ['.md']).flatMap((page) =>
  blocksOf(page.text, 'yaml').map((text, index) => ({ page: page.path, index, text })),
);

describe('the schema of the config', () => {
  test('has examples to be tried on', () => {
    expect(examples.length).toBeGreaterThan(5);
  });

  test.each(examples)('allows example $index of $page', ({ text }) => {
    validate(parse(text) ?? {});
    expect(validate.errors ?? []).toEqual([]);
  });

  const wrong = [
    { name: 'a key that is not known', text: 'colour: red' },
    { name: 'a number in place of a list', text: 'accounts: 7' },
    { name: 'an account without Regions', text: 'accounts: [{id: "111122223333"}]' },
    {
      name: 'an account id of eleven digits',
      text: 'accounts: [{id: "11112222333", regions: [us-east-1]}]',
    },
    { name: 'a poll more often than every five seconds', text: 'pollSeconds: 1' },
    { name: 'an alarm without a metric', text: 'alarms: [{name: a, threshold: 1}]' },
    { name: 'a rule without a tenant', text: 'attribution: {rules: [{name: a, when: {role: x}}]}' },
    { name: 'a budget without an amount', text: 'budgets: [{name: a}]' },
    { name: 'a channel of no known type', text: 'channels: [{name: a, type: pigeon}]' },
  ];

  test.each(wrong)('forbids $name, as the reader does', ({ text }) => {
    expect(validate(parse(text))).toBe(false);
    expect(parseConfig(text, {}).ok).toBe(false);
  });

  test('tells what a key is for, where its name does not', () => {
    const { properties } = configSchema() as {
      properties: Record<string, { description?: string }>;
    };
    expect(properties['timeZone']?.description).toContain('days and months');
  });
});
