/** Which sources the settings make, and whose credentials their clients use. */
import { describe, expect, test } from 'vitest';
import { createClients } from '../../server/source/clients.ts';
import { createLogSources } from '../../server/source/log-sources.ts';
import { accountAt, createReader, NOW_MS, REGION, withRig } from './rig.ts';

const ENDPOINT = 'http://127.0.0.1:1';

describe('createLogSources', () => {
  test('makes one source for each Region and place', () => {
    const account = { ...accountAt(ENDPOINT), regions: ['us-east-1', 'eu-west-1'] };
    const sources = createLogSources([account, { ...account, id: '2', s3: null }], createClients());
    expect(sources.map((source) => source.id)).toEqual([
      'cloudWatchLogs:111122223333:us-east-1:/bedrock/calls',
      's3:111122223333:us-east-1:logs/',
      'cloudWatchLogs:111122223333:eu-west-1:/bedrock/calls',
      's3:111122223333:eu-west-1:logs/',
      'cloudWatchLogs:2:us-east-1:/bedrock/calls',
      'cloudWatchLogs:2:eu-west-1:/bedrock/calls',
    ]);
  });

  test('tells an endpoint where nobody listens from other failures', async () => {
    const clients = createClients(() => NOW_MS, 1);
    const [source] = createLogSources([accountAt(ENDPOINT)], clients);
    if (!source) throw new Error('a source was asked for');
    await expect(createReader().read(source)).rejects.toMatchObject({
      code: 'unreachable',
      retryable: true,
    });
  });
});

describe('createClients', () => {
  test('makes one client for each account, Region and service', () => {
    const clients = createClients();
    const account = accountAt(ENDPOINT);
    expect(clients.s3(account, 'us-east-1')).toBe(clients.s3({ ...account }, 'us-east-1'));
    expect(clients.s3(account, 'us-east-1')).not.toBe(clients.s3(account, 'eu-west-1'));
    const other = { ...account, id: '2' };
    expect(clients.cloudWatch(account, 'us-east-1')).not.toBe(
      clients.cloudWatch(other, 'us-east-1'),
    );
  });

  test('takes on a role once for all clients of an account', async () => {
    await withRig(async (rig) => {
      const roleArn = 'arn:aws:iam::111122223333:role/reader';
      const account = { ...rig.account, roleArn, externalId: 'x', regions: [REGION, 'eu-west-1'] };
      for (const region of account.regions) {
        rig.world.addEvents({ account: account.id, region }, '/bedrock/calls', []);
      }
      rig.world.addBucket('logs');
      for (const source of createLogSources([account], rig.clients)) {
        await createReader().read(source);
      }
      expect(rig.aws.calls.get('FilterLogEvents')).toBeGreaterThan(1);
      expect(rig.aws.calls.get('AssumeRole')).toBe(1);
    });
  });

  test('keeps one denied account from holding up the others (T-ENV-03)', async () => {
    await withRig(async (rig) => {
      const deniedAccount = { ...rig.account, id: '999988887777', s3: null };
      const allowedAccount = { ...rig.account, s3: null };
      rig.world.addEvents({ account: rig.account.id, region: REGION }, '/bedrock/calls', []);
      const rules = [{ kind: 'accessDenied', region: REGION, times: 1 }] as const;
      rig.aws.setFaults({ rules });
      const [denied, allowed] = createLogSources([deniedAccount, allowedAccount], rig.clients);
      if (!denied || !allowed) throw new Error('two sources were asked for');
      await expect(createReader().read(denied)).rejects.toMatchObject({ code: 'denied' });
      await expect(createReader().read(allowed)).resolves.toEqual([]);
    });
  });
});
