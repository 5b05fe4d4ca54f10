/** Schemas of the API read as types. */
import { describe, expect, test } from 'vitest';
import { schemaText, type Schema } from '../../shared/schema-text.ts';

const TYPES: readonly (readonly [string, Schema, string])[] = [
  ['text', { type: 'string' }, 'string'],
  ['a whole number', { type: 'integer' }, 'number'],
  ['what may be unknown', { anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string | null'],
  ['one of some words', { type: 'string', enum: ['a', 'b'] }, "'a' | 'b'"],
  ['a mark', { type: 'boolean', const: false }, 'false'],
  ['a list', { type: 'array', items: { type: 'number' } }, 'readonly number[]'],
  ['a list of words', { type: 'array', items: { enum: ['a', 'b'] } }, "readonly ('a' | 'b')[]"],
  [
    'a map',
    { type: 'object', additionalProperties: { type: 'string' } },
    'Readonly<Record<string, string>>',
  ],
  [
    'an object',
    { type: 'object', properties: { a: { type: 'string' }, 'b-c': {} }, required: ['a'] },
    "{\n  readonly a: string;\n  readonly 'b-c'?: unknown;\n}",
  ],
  ['nothing said', {}, 'unknown'],
];

describe('a schema as a type', () => {
  test.each(TYPES)('reads as TypeScript writes it: %s', (_, schema, text) => {
    expect(schemaText(schema)).toBe(text);
  });
});
