/** The matrix of routes and askers, for the generated page and the tests of the gate. */
import { ROUTES } from '../../server/api/route-access.ts';
import { mayAsk, type Asker } from '../../shared/access.ts';

export const ASKERS: ReadonlyMap<string, Asker | null> = new Map([
  ['nobody', null],
  ['viewer of some', { role: 'viewer', tenants: ['acme'] }],
  ['viewer', { role: 'viewer', tenants: null }],
  ['editor', { role: 'editor', tenants: null }],
  ['admin', { role: 'admin', tenants: null }],
]);

/** One row for each route: its name, its word, and yes or nothing for each asker. */
export function accessRows(): readonly (readonly string[])[] {
  return ROUTES.map(({ method, path, access }) => [
    `\`${method} ${path}\``,
    access,
    ...[...ASKERS.values()].map((asker) => (mayAsk(access, asker) ? 'yes' : '')),
  ]);
}
