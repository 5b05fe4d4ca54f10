/** One route of the API: a line, and opened what it takes and answers, by example and by shape. */
import { useState } from 'preact/hooks';
import { schemaText } from '../../shared/schema-text.ts';
import type { ApiContent, ApiOperation } from '../api/ask-api-document.ts';
import { curlText } from '../format/example-call.ts';
import { CodeBlock } from '../part/copy-button.tsx';

export interface Route {
  readonly method: string;
  readonly path: string;
  readonly group: string;
  readonly operation: ApiOperation;
}

export function ApiRoute({ route }: { readonly route: Route }) {
  const { method, path, operation } = route;
  const { operationId } = operation;
  const [isOpen, setIsOpen] = useState(location.hash === `#${operationId}`);
  return (
    <details
      class="api-route"
      id={operationId}
      open={isOpen}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary>
        <span class={`api-method is-${method}`}>{method.toUpperCase()}</span>
        <code>{path}</code>
        <span class="muted">{operation.summary}</span>
      </summary>
      {isOpen && <Opened route={route} />}
    </details>
  );
}

/** Who may ask, in the words of the reference. */
const ACCESS_WORDS = new Map([
  ['anyone', 'Anyone may ask.'],
  ['viewer', 'Whoever has signed in may ask.'],
  ['scoped', 'Viewers may ask; one of some tenants is told of these alone.'],
  ['whole', 'Who sees all tenants may ask.'],
  ['edit', 'Editors and admins may ask.'],
  ['admin', 'Admins may ask.'],
]);

function Opened({ route }: { readonly route: Route }) {
  const { method, path, operation } = route;
  const sent = contentOf(operation.requestBody);
  const answer = contentOf(operation.responses['200']);
  const parameters = operation.parameters.flatMap(({ name, example = [] }) => {
    return [example].flat().map((value) => [name, value] as const);
  });
  const curl = curlText({ method, path, parameters, body: sent?.example }, location.origin);
  return (
    <div class="api-opened">
      <p class="muted">
        {ACCESS_WORDS.get(operation['x-access'])} In the client it is{' '}
        <code>{operation.operationId}</code>.
      </p>
      {operation.parameters.length > 0 && <Parameters of={operation} />}
      {sent && <Shown title="Body" label="shape of the body" text={schemaText(sent.schema)} />}
      <Shown title="Example" label="example request" text={curl} />
      {answer && <Answered by={answer} />}
    </div>
  );
}

function contentOf(described: ApiOperation['requestBody']): ApiContent | undefined {
  return Object.values(described?.content ?? {})[0];
}

function Answered({ by: { schema, example } }: { readonly by: ApiContent }) {
  return (
    <>
      {example !== undefined && (
        <Shown title="Answer" label="example answer" text={textOf(example)} />
      )}
      <Shown title="Shape" label="shape of the answer" text={schemaText(schema)} />
    </>
  );
}

function textOf(example: unknown): string {
  return typeof example === 'string' ? example : JSON.stringify(example, null, 2);
}

function Shown(props: { readonly title: string; readonly label: string; readonly text: string }) {
  return (
    <>
      <h3>{props.title}</h3>
      <CodeBlock text={props.text} label={props.label} />
    </>
  );
}

function Parameters({ of: { parameters, operationId } }: { readonly of: ApiOperation }) {
  return (
    <>
      <h3>Parameters</h3>
      <div
        class="table-scroll"
        tabIndex={0}
        role="region"
        aria-label={`Parameters of ${operationId}`}
      >
        <table class="data">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Meaning</th>
              <th scope="col">Example</th>
            </tr>
          </thead>
          <tbody>
            {parameters.map(({ name, description, required, example = [] }) => (
              <tr key={name}>
                <th scope="row">
                  <code>{name}</code>
                </th>
                <td>
                  {description.replaceAll('`', '')}
                  {required && <b> Required.</b>}
                </td>
                <td>
                  <code>{[example].flat().join(', ')}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
