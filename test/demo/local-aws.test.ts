/** The endpoint itself: who calls, what is counted, and how a connection breaks. */
import { ListInferenceProfilesCommand } from '@aws-sdk/client-bedrock';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, test } from 'vitest';
import { createWorld } from '../../server/demo/memory-world.ts';
import { clientsFor, SCOPE, withLocalAws } from './clients.ts';

const list = new DescribeLogGroupsCommand({});

describe('startLocalAws', () => {
  test('shows each caller its own account and Region only', async () => {
    const world = createWorld();
    world.addEvents(SCOPE, 'east', []);
    world.addEvents({ account: '444455556666', region: 'eu-central-1' }, 'west', []);
    await withLocalAws(world, async ({ aws, logs }) => {
      const other = clientsFor(aws.url, { account: '444455556666', region: 'eu-central-1' });
      const names = async (client: typeof logs) =>
        (await client.send(list)).logGroups?.map(({ logGroupName }) => logGroupName);
      expect(await names(logs)).toEqual(['east']);
      expect(await names(other.logs)).toEqual(['west']);
    });
  });

  test('refuses a request that nobody signed', async () => {
    await withLocalAws(createWorld(), async ({ aws }) => {
      expect((await fetch(`${aws.url}/inference-profiles`)).status).toBe(403);
    });
  });

  test('counts calls by operation, failed ones too', async () => {
    await withLocalAws(createWorld(), async ({ aws, logs, bedrock }) => {
      aws.setFaults({ rules: [{ kind: 'throttle', service: 'logs' }] });
      await expect(logs.send(list)).rejects.toMatchObject({ name: 'ThrottlingException' });
      await bedrock.send(new ListInferenceProfilesCommand({}));
      expect([...aws.calls]).toEqual([
        ['DescribeLogGroups', 1],
        ['ListInferenceProfiles', 1],
      ]);
    });
  });

  test('hangs up without an answer when told to', async () => {
    await withLocalAws(
      createWorld(),
      async ({ logs }) => {
        await expect(logs.send(list)).rejects.toMatchObject({ code: 'ECONNRESET' });
        expect((await logs.send(list)).logGroups).toEqual([]);
      },
      { faults: { rules: [{ kind: 'closedConnection', times: 1 }] } },
    );
  });
});
