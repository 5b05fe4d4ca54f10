/** The operations of an OpenAPI document with their examples, and whether an answer fits. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';

export interface Operation {
  /** Such as `get /api/v1/query`. */
  readonly name: string;
  /** Such as `getQuery`, which is its name in the client. */
  readonly id: string;
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
  readonly body: unknown;
  /** Null for a file. */
  readonly answerSchema: object | null;
  readonly exampleAnswer: unknown;
  /** Whether nothing lacks an example. */
  readonly isWhole: boolean;
}

interface Content {
  readonly schema: object;
  readonly example?: unknown;
}

interface Described {
  readonly operationId: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly example?: string | readonly string[];
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, Content>> }>
  >;
}

export function operationsOf(document: unknown): readonly Operation[] {
  // The document of this very server; what it lacks shows as an example that is missing.
  const { paths } = document as { readonly paths: Record<string, Record<string, Described>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => operationOf(`${method} ${path}`, one)),
  );
}

function operationOf(name: string, described: Described): Operation {
  const { parameters, requestBody, responses } = described;
  const body = shownIn(requestBody);
  const answer = shownIn(responses['200']);
  const given = parameters.filter((one) => one.example !== undefined);
  const examples = [...(requestBody ? [body] : []), answer];
  return {
    name,
    id: described.operationId,
    parameters: Object.fromEntries(given.map((one) => [one.name, one.example ?? ''])),
    body: body.example,
    answerSchema: answer.type === 'application/json' ? answer.schema : null,
    exampleAnswer: answer.example,
    isWhole: examples.every(({ example }) => example !== undefined) && isShown(parameters),
  };
}

function shownIn(described: Described['requestBody']): Content & { readonly type: string } {
  const [[type, content] = ['', { schema: {} }]] = Object.entries(described?.content ?? {});
  return { type, ...content };
}

/** What must be given is, and something of what may be. */
function isShown(parameters: Described['parameters']): boolean {
  const isLacking = parameters.some((one) => one.required && one.example === undefined);
  return !isLacking && (parameters.length === 0 || parameters.some((one) => 'example' in one));
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
ajvFormats.default(ajv);

/** What of an answer the schema does not allow; empty for nothing. */
export function schemaProblems({ answerSchema }: Operation, answer: unknown): readonly unknown[] {
  if (answerSchema === null) return typeof answer === 'string' ? [] : ['no text'];
  const check = ajv.compile(answerSchema);
  return check(answer) ? [] : (check.errors ?? []).slice(0, 3);
}
