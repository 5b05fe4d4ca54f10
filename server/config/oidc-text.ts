/** The settings of `access.oidc`: the provider that signs people in, and what of it is believed. */
import { z } from 'zod';
import type { OidcSettings } from '../access/access-settings.ts';
import type { ReadText } from './read-text.ts';
import type { Report } from './yaml-text.ts';

const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'name an environment variable');
const claim = z.string().min(1).max(200);
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whoever is on the way of a plain connection could write what it likes. */
function isSafe(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK_HOSTS.has(hostname));
}

export const OidcText = z.strictObject({
  issuer: z
    .string()
    .refine(isSafe, 'write an https address, such as https://login.example.com')
    .describe('Address of the provider, as it writes it in what it signs.'),
  clientId: z.string().min(1).describe('What the provider calls this server.'),
  clientSecretEnv: variable.optional().describe('Variable with the secret of the client.'),
  clientSecretFile: z.string().min(1).optional().describe('File with it, instead of a variable.'),
  label: z.string().min(1).max(60).default('single sign-on').describe('Its name on the page.'),
  scopes: z
    .array(z.string().regex(/^[!#-[\]-~]+$/, 'write a scope without spaces'))
    .max(30)
    .default(['openid', 'email', 'profile'])
    .describe('What the provider is asked to tell; `openid` is always among it.'),
  userClaim: claim.default('email').describe('The claim that names people.'),
  groupsClaim: claim
    .default('groups')
    .describe('The claim that names their groups; a.b is b in a.'),
  tenantsClaim: claim.optional().describe('A claim that names tenants its bearer may see.'),
  domains: z
    .array(z.string().regex(/^[a-z0-9.-]+\.[a-z]+$/i, 'write a domain such as example.com'))
    .max(100)
    .default([])
    .describe('Only names of these domains are let in.'),
  groups: z
    .array(z.string().min(1))
    .max(1000)
    .default([])
    .describe('Only members of one of these are let in.'),
});

/** What a config names that does not stand in it. */
export interface SecretPlaces {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly readText: ReadText;
  readonly report: Report;
}

export function toOidc(text: z.output<typeof OidcText>, places: SecretPlaces): OidcSettings {
  const { issuer, clientId, label, userClaim, groupsClaim, tenantsClaim, groups } = text;
  return {
    issuer,
    clientId,
    clientSecret: secretOf(text, places),
    label,
    scopes: [...new Set(['openid', ...text.scopes])],
    userClaim,
    groupsClaim,
    tenantsClaim: tenantsClaim ?? null,
    domains: text.domains.map((one) => one.toLowerCase()),
    groups,
  };
}

function secretOf(
  { clientSecretEnv, clientSecretFile }: z.output<typeof OidcText>,
  { environment, readText, report }: SecretPlaces,
): string | null {
  const path = (key: string): readonly string[] => ['access', 'oidc', key];
  if (clientSecretEnv !== undefined && clientSecretFile !== undefined) {
    report(path('clientSecretFile'), 'stands beside clientSecretEnv: keep one of them');
  }
  if (clientSecretEnv !== undefined) {
    const value = environment[clientSecretEnv] ?? '';
    if (value === '') report(path('clientSecretEnv'), `the environment has no ${clientSecretEnv}`);
    return value;
  }
  if (clientSecretFile === undefined) return null;
  const read = readText(clientSecretFile);
  const value = read.ok ? read.value.trim() : '';
  if (!read.ok) report(path('clientSecretFile'), read.problem);
  else if (value === '') report(path('clientSecretFile'), 'the file is empty');
  return value;
}
