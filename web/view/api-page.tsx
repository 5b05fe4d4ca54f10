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
      <header class="api-head">
        <a href="/" class="brand">
          <Icon name="outcrop" />
          <span>Outcrop</span>
        </a>
        <h1>
          API <span class="muted">{load.data && `version ${load.data.info.version}`}</span>
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
    </main>
  );
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
