/** An account of the config: what may be left out, and what that means. */
import { expect, test } from 'vitest';
import { parseConfig } from '../../server/config/parse-config.ts';

test('an account may leave out all but its id and Regions', () => {
  const config = parseConfig("accounts: [{id: '111122223333', regions: [eu-west-1]}]", {});
  expect(config.ok && config.value.accounts[0]).toMatchObject({
    roleArn: null,
    cloudWatchLogs: null,
    s3: null,
    metrics: true,
    inventory: true,
    principalTags: false,
    backfillDays: 30,
  });
});
