/** The settings of `access`: who may ask, once the server is reached by more than its machine. */
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { ROLES } from '../../shared/access.ts';
import type { AccessSettings } from '../access/access-settings.ts';
import { parseTenants } from '../access/scope.ts';
import { OidcText, toOidc, type SecretPlaces } from './oidc-text.ts';
import type { Report } from './yaml-text.ts';

const span = z.string().regex(/^\d{1,4}[mhd]$/, 'write a time such as 30m, 12h or 7d');

const MS_OF = new Map([
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

function spanMs(text: string): number {
  return Number(text.slice(0, -1)) * (MS_OF.get(text.slice(-1)) ?? 0); // Its form is checked.
}

const header = z.string().regex(/^[a-z0-9-]{1,60}$/i, 'write the name of a header');

const GrantText = z
  .strictObject({
    user: z.string().min(1).optional(),
    group: z.string().min(1).optional(),
    role: z.enum(ROLES).default('viewer'),
    tenants: z.array(z.string()).optional(),
  })
  .refine(({ user, group }) => (user === undefined) !== (group === undefined), {
    error: 'name a user or a group',
  });

export const AccessText = z.strictObject({
  signIn: z
    .enum(['whenPublic', 'always'])
    .default('whenPublic')
    .describe('Whether people sign in on loopback too.'),
  sessionIdle: span.default('12h').describe('A session ends when it is not used for so long.'),
  sessionMax: span.default('7d').describe('A session ends after so long in any case.'),
  trustedProxies: z
    .array(
      z
        .string()
        .refine((text) => ipaddr.isValid(text) || ipaddr.isValidCIDR(text), 'write an address'),
    )
    .max(50)
    .default([])
    .describe('Addresses of proxies whose headers are believed.'),
  proxy: z
    .strictObject({
      userHeader: header.default('x-forwarded-user'),
      groupsHeader: header.default('x-forwarded-groups'),
    })
    .optional()
    .describe('Take the word of trusted proxies on who asks.'),
  oidc: OidcText.optional().describe('A provider of identity that signs people in.'),
  grants: z
    .array(GrantText)
    .max(1000)
    .default([])
    .describe('What people whom a proxy or a provider knows may do.'),
});

type Text = z.output<typeof AccessText>;

/** Addresses that only this machine reaches. */
export const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

interface Around extends SecretPlaces {
  readonly host: string;
  readonly pageUrl: string;
}

export function toAccess(text: Text, around: Around): AccessSettings {
  const { host, pageUrl, report } = around;
  refuseNobody(text, report);
  const knowsPeople = text.proxy !== undefined || text.oidc !== undefined;
  return {
    isRequired: knowsPeople || text.signIn === 'always' || !LOOPBACK.has(host),
    sessionIdleMs: spanMs(text.sessionIdle),
    sessionMaxMs: spanMs(text.sessionMax),
    trustedProxies: text.trustedProxies,
    proxy: text.proxy ?? null,
    oidc: text.oidc === undefined ? null : toOidc(text.oidc, around),
    grants: text.grants.map((one, index) => toGrant(one, index, report)),
    pageUrl,
  };
}

/** A config by which nobody could sign in as it means. */
function refuseNobody({ proxy, oidc, trustedProxies, grants }: Text, report: Report): void {
  if (proxy && trustedProxies.length === 0) {
    report(['access', 'trustedProxies'], 'name the addresses of the proxies that are believed');
  }
  const isGranted = grants.length > 0 || oidc?.tenantsClaim !== undefined;
  if ((proxy !== undefined || oidc !== undefined) && !isGranted) {
    report(['access', 'grants'], 'grant somebody something: nobody could sign in');
  }
}

function toGrant(
  { user, group, role, tenants }: Text['grants'][number],
  index: number,
  report: Report,
): AccessSettings['grants'][number] {
  const parsed = parseTenants(tenants ?? null);
  if (!parsed.ok) report(['access', 'grants', index, 'tenants'], parsed.problem);
  if (tenants !== undefined && role !== 'viewer') {
    report(['access', 'grants', index, 'role'], 'who sees some tenants only is a viewer');
  }
  // A mistake is reported and ends the start; until then it grants nothing.
  const only = parsed.ok ? parsed.value : [];
  return { user: user ?? null, group: group ?? null, role, tenants: only };
}
