/** The page shows the config to everyone, so nothing secret may be in it. */
import { expect, test } from 'vitest';
import { settingsReply } from '../../server/api/running-schemas.ts';
import { parseConfig } from '../../server/config/parse-config.ts';
import { shownSettings } from '../../server/config/shown-settings.ts';

const TEXT = `
accounts:
  - id: '111122223333'
    regions: [us-east-1]
    credentials: { accessKeyId: AKIASECRET, secretAccessKey: very-secret }
    externalId: a-shared-word
    cloudWatchLogs: { logGroup: /aws/bedrock }
channels:
  - { name: ops, type: webhook, url: 'https://hooks.example.com/T0/secret-path', secretEnv: HOOK }
`;

test('shows accounts and channels by name, and neither keys nor addresses', () => {
  const HOOK = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const config = parseConfig(TEXT, { HOOK });
  if (!config.ok) throw new Error(JSON.stringify(config.problem));
  const shown = shownSettings(config.value, '1.2.3');
  expect(settingsReply.parse(shown)).toEqual(shown);
  expect(shown.channels).toEqual([{ name: 'ops', kind: 'webhook' }]);
  expect(shown.accounts[0]?.logs).toEqual(['log group /aws/bedrock']);
  const text = JSON.stringify(shown);
  for (const secret of ['AKIASECRET', 'very-secret', 'secret-path', 'whsec_', 'a-shared-word']) {
    expect(text).not.toContain(secret);
  }
});
