/** The settings of a provider of identity: what is taken, and what is refused with its place. */
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../server/config/parse-config.ts';
import { printedConfig } from '../../server/config/printed-config.ts';
import { shownSettings } from '../../server/config/shown-settings.ts';
import { ok } from '../../shared/result.ts';

const SECRET = 'the secret of the client';
const GRANTS = 'grants: [{group: platform, role: admin}]';
const KEYS = 'issuer: https://login.example.com, clientId: outcrop';

const read = (oidc: string, grants = GRANTS) =>
  parseConfig(`access: {oidc: {${oidc}}, ${grants}}`, { SECRET }, () => ok(`${SECRET}\n`));

describe('access.oidc', () => {
  test.each([
    ['a variable', 'clientSecretEnv: SECRET', SECRET],
    ['a file, without its last line break', 'clientSecretFile: ./secret', SECRET],
    ['nowhere, for a public client', 'label: x', null],
  ])('takes its secret from %s', (_, keys, secret) => {
    const config = read(`${KEYS}, ${keys}`);
    expect(config.ok && config.value.access.oidc?.clientSecret).toBe(secret);
  });

  test('asks for openid whatever else it asks for, and for sign-in on loopback too', () => {
    const config = read(`${KEYS}, scopes: [email]`);
    if (!config.ok) throw new Error('it is refused');
    expect(config.value.access.oidc?.scopes).toEqual(['openid', 'email']);
    expect(config.value.access.isRequired).toBe(true);
  });

  test.each([
    ['a plain connection to elsewhere', 'issuer: http://login.example.com, clientId: x', 'https'],
    ['no address', 'issuer: login, clientId: x', 'https'],
    ['a variable that is not there', `${KEYS}, clientSecretEnv: NOPE`, 'has no NOPE'],
    ['two secrets', `${KEYS}, clientSecretEnv: SECRET, clientSecretFile: a`, 'keep one'],
    ['the secret itself', `${KEYS}, clientSecret: ${SECRET}`, 'clientSecret'],
    ['no client', 'issuer: https://login.example.com', ''],
  ])('refuses %s', (_, keys, words) => {
    const config = read(keys);
    expect(config.ok).toBe(false);
    const said = JSON.stringify(config.ok ? '' : config.problem);
    expect(said).toContain(words);
    expect(said).not.toContain(SECRET);
  });

  test('refuses to let in nobody', () => {
    expect(read(KEYS, 'grants: []').ok).toBe(false);
    expect(read(`${KEYS}, tenantsClaim: org`, 'grants: []').ok).toBe(true);
  });

  test('shows its secret nowhere', () => {
    const config = read(`${KEYS}, clientSecretEnv: SECRET`);
    if (!config.ok) throw new Error('it is refused');
    expect(JSON.stringify(shownSettings(config.value, '1'))).not.toContain(SECRET);
    const printed = printedConfig(`access: {oidc: {${KEYS}, clientSecretEnv: SECRET}, ${GRANTS}}`);
    expect(printed).not.toContain(SECRET);
  });
});
