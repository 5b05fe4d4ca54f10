/** The page about the API: every route with what it takes, what it answers, and a call to try. */
import { useEffect, useState } from 'preact/hooks';
import { askApiDocument, type ApiDocument } from '../api/ask-api-document.ts';
import { formatPlural } from '../format/number.ts';
import { Failed } from '../part/card.tsx';
import { Icon } from '../part/icon.tsx';
import { useLoad } from '../state/use-load.ts';
import { ApiRoute, type Route } from './api-route.tsx';
import '../style/api-page.css';

export function ApiPage() {
  const load = useLoad('document', 0, askApiDocument);
  const [wanted, setWanted] = useState('');
  useEffect(() => {
    document.title = 'API \u00b7 Outcrop';
  }, []);
  const routes = load.data ? routesOf(load.data) : [];
  const found = routes.filter((route) => isWanted(route, wanted));
  const groups = [...new Set(found.map(({ group }) => group))];
  return (
    <main id="main" class="api-page">
      <Head document={load.data} />
      <input
        type="search"
        class="api-search"
        placeholder="Find a route, a parameter, a word"
        aria-label="Find a route"
        value={wanted}
        onInput={(event) => setWanted(event.currentTarget.value)}
      />
      {load.problem && <Failed problem={load.problem} />}
      {!load.data && !load.problem && (
        <div class="skeleton skeleton-view" aria-label="Loading" role="status" />
      )}
      {load.data && (
        <p class="muted api-count" role="status">
          {found.length === 0 ? 'No route is called that.' : formatPlural(found.length, 'route')}
        </p>
      )}
      {groups.map((group) => (
        <section class="card api-group" aria-labelledby={`group-${group}`} key={group}>
          <h2 id={`group-${group}`}>{group}</h2>
          {found
            .filter((route) => route.group === group)
            .map((route) => (
              <ApiRoute route={route} key={route.operation.operationId} />
            ))}
        </section>
      ))}
      {load.data && wanted === '' && <ErrorCodes codes={load.data['x-errors']} />}
    </main>
  );
}

/** What the page is about, and the words that hold for every route. */
function Head({ document }: { readonly document: ApiDocument | null }) {
  return (
    <>
      <header class="api-head">
        <a href="/" class="brand">
          <Icon name="outcrop" />
          <span>Outcrop</span>
        </a>
        <h1>
          API <span class="muted">{document && `version ${document.info.version}`}</span>
        </h1>
        <a href="/api/v1/openapi.json" class="chip-button">
          openapi.json
        </a>
      </header>
      <p class="api-words">
        All that the page shows is asked of these routes. A program sends a token in the header{' '}
        <code>authorization</code>; on loopback none is needed. Money is exact decimal text, times
        are UTC, and what is not known is <code>null</code>. An error says what is wrong in{' '}
        <code>code</code>, <code>message</code> and <code>hint</code>. From TypeScript,{' '}
        <code>outcropClient</code> of <code>outcrop/client</code> has a typed method for each route.
      </p>
    </>
  );
}

/** What each code of an error means, and its mend. */
function ErrorCodes({ codes }: { readonly codes: ApiDocument['x-errors'] }) {
  return (
    <section class="card api-group" aria-labelledby="group-errors">
      <h2 id="group-errors">errors</h2>
      <div class="table-scroll" tabIndex={0} role="region" aria-labelledby="group-errors">
        <table class="data">
          <thead>
            <tr>
              {['Code', 'HTTP', 'Meaning', 'Mend'].map((head) => (
                <th scope="col" key={head}>
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {codes.map(({ code, status, meaning, mend }) => (
              <tr key={code}>
                <td>
                  <code>{code}</code>
                </td>
                <td>{status}</td>
                <td>{asCode(meaning)}</td>
                <td>{asCode(mend)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Words between backticks stand as code. */
function asCode(text: string) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? <code>{part}</code> : part));
}

function routesOf({ paths }: ApiDocument): readonly Route[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      return { method, path, group: operation.tags[0] ?? '', operation };
    }),
  );
}

function isWanted({ method, path, operation }: Route, wanted: string): boolean {
  const names = operation.parameters.map(({ name }) => name).join(' ');
  const text = `${method} ${path} ${operation.summary} ${names}`.toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
