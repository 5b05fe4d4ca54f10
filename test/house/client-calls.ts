/** Writes the types and routes of the client from the document of the API. */
import { openApiDocument } from '../../server/api/open-api-document.ts';
import { schemaText, type Schema } from '../../shared/schema-text.ts';
import type { ApiDocument, ApiOperation } from '../../web/api/ask-api-document.ts';

interface Route {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly operation: ApiOperation;
}

const COLUMNS_MAX = 90;

/** The file `server/client/api-calls.ts`, before it is formatted. */
export function renderClientCalls(): string {
  const routes = routesOf();
  return [
    '/** Every call of the API with its types; `npm run docs` writes it from the endpoints. */',
    '',
    'export interface ApiCalls {',
    ...routes.map(callText),
    '}',
    '',
    'export interface ApiRoute {',
    "  readonly method: 'GET' | 'POST';",
    '  readonly path: string;',
    '  /** Its answer is a file, not JSON. */',
    '  readonly isFile?: true;',
    '}',
    '',
    'export const API_ROUTES: { readonly [Name in keyof ApiCalls]: ApiRoute } = {',
    ...routes.map(routeText),
    '};',
    '',
    '/** What an error of the API is told by. */',
    `export type ApiErrorCode = ${errorCodes(routes)};`,
    '',
  ].join('\n');
}

function routesOf(): readonly Route[] {
  // The guarantee: the page reads the same document by the same type.
  const { paths } = openApiDocument('') as unknown as ApiDocument;
  return Object.entries(paths).flatMap(([path, { get, post }]) => [
    ...(get ? [{ method: 'get', path, operation: get } as const] : []),
    ...(post ? [{ method: 'post', path, operation: post } as const] : []),
  ]);
}

function callText({ method, path, operation }: Route): string {
  const { operationId, summary, 'x-access': access } = operation;
  const answer = answerOf(operation);
  return [
    ...comment(`${summary} \`${method.toUpperCase()} ${path}\`, for: ${access}.`),
    `readonly ${operationId}: {`,
    `  readonly asked: ${askedText(operation)};`,
    `  readonly answer: ${answer === null ? 'Blob' : schemaText(answer)};`,
    '};',
  ].join('\n');
}

function askedText({ parameters, requestBody }: ApiOperation): string {
  const body = requestBody?.content['application/json'];
  if (body) return schemaText(body.schema);
  if (parameters.length === 0) return 'Readonly<Record<string, never>>';
  const lines = parameters.flatMap(({ name, description, required, schema }) => [
    ...comment(description),
    `readonly ${name}${required ? '' : '?'}: ${schemaText(schema)};`,
  ]);
  return `{\n${lines.join('\n')}\n}`;
}

function answerOf({ responses }: ApiOperation): Schema | null {
  return responses['200']?.content['application/json']?.schema ?? null;
}

function routeText({ method, path, operation }: Route): string {
  const isFile = answerOf(operation) === null ? ', isFile: true' : '';
  const text = `method: '${method.toUpperCase()}', path: '${path}'${isFile}`;
  return `${operation.operationId}: { ${text} },`;
}

function errorCodes([first]: readonly Route[]): string {
  const wrong = first?.operation.responses['400']?.content['application/json'];
  return schemaText(wrong?.schema.properties?.['code'] ?? {});
}

/** A comment over as many lines as it needs. */
function comment(text: string): readonly string[] {
  if (text.length <= COLUMNS_MAX - 10) return [`/** ${text} */`];
  const lines = text.split(' ').reduce<readonly string[]>((all, word) => {
    const last = all.at(-1);
    if (last === undefined || last.length + word.length > COLUMNS_MAX)
      return [...all, ` * ${word}`];
    return [...all.slice(0, -1), `${last} ${word}`];
  }, []);
  return ['/**', ...lines, ' */'];
}
