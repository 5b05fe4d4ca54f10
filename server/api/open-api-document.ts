/** The API described for machines: OpenAPI 3.1 from the table of endpoints, with examples. */
import { z } from 'zod';
import { API_ERRORS } from '../../shared/error-contract.ts';
import type { EndpointText } from './endpoint-text.ts';
import recorded from './example-answers.json' with { type: 'json' };
import { exampleOf } from './example-requests.ts';
import { ENDPOINTS } from './open-api.ts';
import { errorReply } from './reply-schemas.ts';

/** Answers of a demo, cut short; `npm run examples` writes them anew. */
const ANSWERS: ReadonlyMap<string, unknown> = new Map(Object.entries(recorded));

let written: { readonly version: string; readonly text: string } | null = null;

/** The document as text, written once: it takes longer than most answers. */
export function openApiText(version: string): string {
  if (written?.version !== version) {
    written = { version, text: JSON.stringify(openApiDocument(version)) };
  }
  return written.text;
}

/** The document that `GET /api/v1/openapi.json` answers with. */
export function openApiDocument(version: string): Readonly<Record<string, unknown>> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of ENDPOINTS) {
    const operation = { [endpoint.method ?? 'get']: operationOf(endpoint) };
    paths[endpoint.path] = { ...paths[endpoint.path], ...operation };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Outcrop', version },
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    'x-errors': Object.entries(API_ERRORS).map(([code, told]) => ({ code, ...told })),
    paths,
  };
}

function operationOf(endpoint: EndpointText): Readonly<Record<string, unknown>> {
  const { method = 'get', path, summary, access, body } = endpoint;
  const wrong = { description: 'What is wrong with the request.', ...json(errorReply) };
  const example = exampleOf(endpoint);
  const sent = body && { required: true, ...json(body, 'input', example.body) };
  const answer = ANSWERS.get(`${method} ${path}`);
  return {
    operationId: operationIdOf(method, path),
    summary,
    tags: [path.split('/')[3] ?? ''],
    'x-access': access,
    parameters: parametersOf(endpoint),
    ...(sent && { requestBody: sent }),
    responses: {
      200: {
        description: 'The answer.',
        ...(endpoint.isFile ? file(answer) : json(endpoint.reply, 'output', answer)),
      },
      400: wrong,
      500: wrong,
    },
  };
}

/** `get /api/v1/invocations/top` is `getInvocationsTop`. */
function operationIdOf(method: string, path: string): string {
  const words = path.split(/[/-]/).slice(3);
  return [method, ...words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)].join(
    '',
  );
}

function parametersOf(endpoint: EndpointText): readonly object[] {
  const values = new Map(Object.entries(exampleOf(endpoint).parameters ?? {}));
  return endpoint.parameters.map((parameter) => ({
    name: parameter.name,
    in: 'query',
    required: parameter.isRequired ?? false,
    description: parameter.help,
    schema: schemaOf(parameter),
    ...(values.has(parameter.name) && { example: values.get(parameter.name) }),
  }));
}

function schemaOf({ isList, isNumber, values }: EndpointText['parameters'][number]): object {
  const one = { type: isNumber ? 'number' : 'string', ...(values && { enum: values }) };
  return isList ? { type: 'array', items: one } : one;
}

function file(example: unknown): Readonly<Record<string, unknown>> {
  return { content: { '*/*': { schema: { type: 'string', format: 'binary' }, example } } };
}

function json(
  schema: z.ZodType,
  io: 'input' | 'output' = 'output',
  example?: unknown,
): Readonly<Record<string, unknown>> {
  const typed = { schema: z.toJSONSchema(schema, { io }) };
  const content = { 'application/json': example === undefined ? typed : { ...typed, example } };
  return { content };
}
