/** Channels of a config: each type with what it needs, secrets from the environment. */
import { expect, test } from 'vitest';
import { parseConfig } from '../../server/config/parse-config.ts';
import { secretOf } from '../notify/receiver.ts';

const SECRETS = {
  HOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  NEXT: `whsec_${'bmV4'.repeat(8)}`,
};

test('reads several secrets while one is changed, newest first', () => {
  const text =
    'channels: [{name: a, type: webhook, url: https://a.b, secretEnv: [NEXT, HOOK_SECRET]}]';
  const secrets = [SECRETS.NEXT, SECRETS.HOOK_SECRET].map(secretOf);
  expect(parseConfig(text, SECRETS)).toMatchObject({ value: { channels: [{ secrets }] } });
});

test('reads a channel of each type, secrets from the environment', () => {
  const environment = { ...SECRETS, CHAT: 'https://chat.example/T0KEN', KEY: 'k', PASS: 'p' };
  const config = parseConfig(
    `channels:
      - {name: s, type: slack, urlEnv: CHAT}
      - {name: t, type: teams, urlEnv: CHAT}
      - {name: p, type: pagerDuty, routingKeyEnv: KEY}
      - {name: o, type: opsgenie, apiKeyEnv: KEY}
      - {name: a, type: alertmanager, url: 'https://am.example/x'}
      - name: e
        type: email
        host: smtp.example.com
        userEnv: KEY
        passwordEnv: PASS
        from: outcrop@example.com
        to: [ops@example.com]`,
    environment,
  );
  const closed = { allowPrivate: false };
  expect(config.ok && config.value.channels).toEqual([
    { id: 's', kind: 'slack', url: environment.CHAT, ...closed },
    { id: 't', kind: 'teams', url: environment.CHAT, ...closed },
    {
      id: 'p',
      kind: 'pagerDuty',
      url: 'https://events.pagerduty.com/v2/enqueue',
      key: 'k',
      ...closed,
    },
    { id: 'o', kind: 'opsgenie', url: 'https://api.opsgenie.com/v2/alerts', key: 'k', ...closed },
    { id: 'a', kind: 'alertmanager', url: 'https://am.example/x', key: '', ...closed },
    {
      id: 'e',
      kind: 'email',
      host: 'smtp.example.com',
      port: 587,
      isTls: false,
      user: 'k',
      password: 'p',
      from: 'outcrop@example.com',
      to: ['ops@example.com'],
      ...closed,
    },
  ]);
});
