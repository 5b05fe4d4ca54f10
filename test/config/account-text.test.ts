/** Accounts of a config: what is left out has a value that reads all there is. */
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
