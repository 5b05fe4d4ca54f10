/** Who may ask each route of the server: the table of endpoints, and what is no endpoint. */
import { OIDC_START_PATH } from '../../shared/access-contract.ts';
import type { AccessWord } from '../../shared/access.ts';
import { API } from '../../shared/contract.ts';
import { EVENTS_PATH, FIREHOSE_PATH } from './intake-routes.ts';
import { CALLBACK_PATH } from '../access/oidc.ts';
import { ENDPOINTS } from './open-api.ts';
import { API_PAGE } from './page-routes.ts';

export interface RouteAccess {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly access: AccessWord;
}

/** Routes that do not answer with JSON, or that prove their callers in another way. */
const OTHER_ROUTES: readonly RouteAccess[] = [
  { method: 'GET', path: API.events, access: 'scoped' },
  { method: 'GET', path: API.openApi, access: 'viewer' },
  { method: 'GET', path: '/metrics', access: 'whole' },
  { method: 'GET', path: '/healthz', access: 'anyone' },
  { method: 'GET', path: '/readyz', access: 'anyone' },
  { method: 'POST', path: FIREHOSE_PATH, access: 'anyone' }, // By a key of its own.
  { method: 'POST', path: EVENTS_PATH, access: 'anyone' },
  { method: 'GET', path: OIDC_START_PATH, access: 'anyone' }, // The provider says who they are.
  { method: 'GET', path: CALLBACK_PATH, access: 'anyone' },
  { method: 'GET', path: API_PAGE, access: 'anyone' },
  { method: 'GET', path: '/*', access: 'anyone' }, // Files of the page, which hold no data.
];

/** All of them; a test holds the list against the router. */
export const ROUTES: readonly RouteAccess[] = [
  ...ENDPOINTS.map(({ method, path, access }) => {
    return { method: method === 'post' ? ('POST' as const) : ('GET' as const), path, access };
  }),
  ...OTHER_ROUTES,
];
