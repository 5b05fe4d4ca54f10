/** A JSON Schema as a TypeScript type: for the page on the API, and for the client. */

/** What of JSON Schema our documents use. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly description?: string;
}

/**
 * Writes a schema as a type.
 *
 * @param indent spaces before the lines of an object.
 * @returns `unknown` for what says nothing.
 */
export function schemaText(schema: Schema, indent = 0): string {
  const anyOf = choicesOf(schema);
  if (anyOf) return [...new Set(anyOf.map((one) => schemaText(one, indent)))].join(' | ');
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum) return schema.enum.map(literal).join(' | ');
  if (schema.type === 'array') return arrayText(schema, indent);
  if (schema.type === 'object') return objectText(schema, indent);
  return PLAIN.get(String(schema.type)) ?? 'unknown';
}

const PLAIN = new Map([
  ['string', 'string'],
  ['number', 'number'],
  ['integer', 'number'],
  ['boolean', 'boolean'],
  ['null', 'null'],
]);

function literal(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : JSON.stringify(value);
}

function arrayText({ items = {} }: Schema, indent: number): string {
  const text = schemaText(items, indent);
  return isUnion(items) ? `readonly (${text})[]` : `readonly ${text}[]`;
}

function isUnion(schema: Schema): boolean {
  return (choicesOf(schema) ?? schema.enum ?? []).length > 1;
}

/** A schema may be one of several, or name several types. */
function choicesOf(schema: Schema): readonly Schema[] | undefined {
  const { type, anyOf, oneOf = anyOf } = schema;
  return typeof type === 'object' ? type.map((one) => ({ ...schema, type: one })) : oneOf;
}

function objectText(schema: Schema, indent: number): string {
  const { properties = {}, required = [], additionalProperties: others } = schema;
  const names = Object.keys(properties);
  if (names.length === 0) {
    const value = typeof others === 'object' ? schemaText(others, indent) : null;
    return value === null
      ? 'Readonly<Record<string, never>>'
      : `Readonly<Record<string, ${value}>>`;
  }
  const space = ' '.repeat(indent + 2);
  const lines = Object.entries(properties).map(([name, one]) => {
    const key = /^[\w$]+$/.test(name) ? name : literal(name);
    const mark = required.includes(name) ? '' : '?';
    return `${space}readonly ${key}${mark}: ${schemaText(one, indent + 2)};`;
  });
  return `{\n${lines.join('\n')}\n${' '.repeat(indent)}}`;
}
