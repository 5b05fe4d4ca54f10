/** What a config leaves out reads all there is; what it empties stays empty. */
import { expect, test } from 'vitest';
import { parseConfig } from '../../server/config/parse-config.ts';

test('fills in what an account leaves out', () => {
  const config = parseConfig("accounts: [{id: '111122223333', regions: [eu-west-1]}]", {});
  if (!config.ok) throw new Error('the config was refused');
  const [account] = config.value.accounts;
  expect(account).toMatchObject({
    roleArn: null,
    cloudWatchLogs: null,
    s3: null,
    metrics: true,
    inventory: true,
    principalTags: false,
    backfillDays: 30,
  });
});

test('keeps an empty list of rules empty: nobody pays', () => {
  const config = parseConfig('attribution: {rules: []}', {});
  if (!config.ok) throw new Error('the config was refused');
  expect(config.value.rules.rules).toEqual([]);
});
