/** CloudWatch Logs on the local endpoint, asked by the real client. */
import {
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, test } from 'vitest';
import { createWorld, type MemoryWorld } from '../../server/demo/memory-world.ts';
import { NOW_MS, SCOPE, withLocalAws, type Rig } from './clients.ts';

const GROUP = '/aws/bedrock/modelinvocations';

function worldWith(count: number): MemoryWorld {
  const world = createWorld([SCOPE.account]);
  const events = Array.from({ length: count }, (_, index) => ({
    timestampMs: NOW_MS - 60_000 + Math.floor(index / 3) * 1000,
    message: `event ${index}`,
  }));
  world.addEvents(SCOPE, GROUP, events);
  return world;
}

async function allMessages({ logs }: Rig, range: { startTime?: number; endTime?: number } = {}) {
  const pages = paginateFilterLogEvents({ client: logs }, { logGroupName: GROUP, ...range });
  const messages: string[] = [];
  for await (const page of pages) {
    messages.push(...(page.events ?? []).map((event) => event.message ?? ''));
  }
  return messages;
}

describe('FilterLogEvents', () => {
  test('gives every event once over pages that cut through one second', async () => {
    await withLocalAws(
      worldWith(20),
      async (rig) => {
        const expected = Array.from({ length: 20 }, (_, index) => `event ${index}`);
        expect(await allMessages(rig)).toEqual(expected);
        expect(rig.aws.calls.get('FilterLogEvents')).toBe(3);
      },
      { faults: { pageItemsMax: { FilterLogEvents: 8 } } },
    );
  });

  test('includes both ends of the asked range', async () => {
    await withLocalAws(worldWith(9), async (rig) => {
      const startTime = NOW_MS - 59_000;
      const messages = await allMessages(rig, { startTime, endTime: startTime });
      expect(messages).toEqual(['event 3', 'event 4', 'event 5']);
    });
  });

  test('ends a page before it passes one megabyte', async () => {
    const world = createWorld([SCOPE.account]);
    const message = 'x'.repeat(400_000);
    world.addEvents(
      SCOPE,
      GROUP,
      [1, 2, 3].map((index) => ({ timestampMs: NOW_MS - index, message })),
    );
    await withLocalAws(world, async ({ logs }) => {
      const page = await logs.send(new FilterLogEventsCommand({ logGroupName: GROUP }));
      expect(page.events).toHaveLength(2);
      expect(page.nextToken).toBeDefined();
    });
  });

  test('takes the group by its ARN as well', async () => {
    await withLocalAws(worldWith(3), async ({ logs }) => {
      const logGroupIdentifier = `arn:aws:logs:us-east-1:${SCOPE.account}:log-group:${GROUP}`;
      const page = await logs.send(new FilterLogEventsCommand({ logGroupIdentifier }));
      expect(page.events).toHaveLength(3);
    });
  });

  test('shows an event only once it is ingested', async () => {
    const world = createWorld([SCOPE.account]);
    const late = { timestampMs: NOW_MS - 5000, ingestedAtMs: NOW_MS + 1000, message: 'late' };
    world.addEvents(SCOPE, GROUP, [late]);
    let nowMs = NOW_MS;
    await withLocalAws(
      world,
      async (rig) => {
        expect(await allMessages(rig)).toEqual([]);
        nowMs += 1000;
        expect(await allMessages(rig)).toEqual(['late']);
      },
      { nowMs: () => nowMs },
    );
  });

  test('gives an empty page with a token and then goes on', async () => {
    await withLocalAws(
      worldWith(4),
      async (rig) => {
        const first = await rig.logs.send(new FilterLogEventsCommand({ logGroupName: GROUP }));
        expect(first.events).toEqual([]);
        const { nextToken } = first;
        const command = new FilterLogEventsCommand({ logGroupName: GROUP, nextToken });
        expect((await rig.logs.send(command)).events).toHaveLength(4);
      },
      { faults: { rules: [{ kind: 'emptyPage', times: 1 }] } },
    );
  });

  test('repeats a token when told to', async () => {
    const faults = {
      pageItemsMax: { FilterLogEvents: 2 },
      rules: [{ kind: 'repeatedToken' as const, skip: 1, times: 1 }],
    };
    await withLocalAws(
      worldWith(6),
      async ({ logs }) => {
        const ask = (nextToken?: string) =>
          logs.send(new FilterLogEventsCommand({ logGroupName: GROUP, nextToken }));
        const first = await ask();
        const second = await ask(first.nextToken);
        expect(second.nextToken).toBe(first.nextToken);
        expect((await ask(second.nextToken)).events).toEqual(second.events);
      },
      { faults },
    );
  });

  test('repeats events on a page when told to', async () => {
    await withLocalAws(
      worldWith(6),
      async (rig) => expect(await allMessages(rig)).toHaveLength(11),
      { faults: { rules: [{ kind: 'repeatedEvents', times: 1 }] } },
    );
  });

  test('refuses a token past its life', async () => {
    let nowMs = NOW_MS;
    await withLocalAws(
      worldWith(6),
      async ({ logs }) => {
        const first = await logs.send(
          new FilterLogEventsCommand({ logGroupName: GROUP, limit: 2 }),
        );
        nowMs += 86_400_001;
        const { nextToken } = first;
        const again = logs.send(new FilterLogEventsCommand({ logGroupName: GROUP, nextToken }));
        await expect(again).rejects.toMatchObject({ name: 'InvalidParameterException' });
      },
      { nowMs: () => nowMs },
    );
  });

  test.each([
    ['throttle', 'ThrottlingException'],
    ['serverError', 'ServiceUnavailableException'],
    ['accessDenied', 'AccessDeniedException'],
    ['expiredCredentials', 'ExpiredTokenException'],
  ] as const)('fails by %s as the client knows it', async (kind, name) => {
    await withLocalAws(
      worldWith(1),
      async (rig) => {
        await expect(allMessages(rig)).rejects.toMatchObject({ name });
        expect(await allMessages(rig)).toEqual(['event 0']);
      },
      { faults: { rules: [{ kind, service: 'logs', times: 1 }] } },
    );
  });

  test('says that an unknown group is not found', async () => {
    await withLocalAws(createWorld(), async (rig) => {
      await expect(allMessages(rig)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    });
  });
});

test('DescribeLogGroups and DescribeLogStreams tell what is there', async () => {
  await withLocalAws(worldWith(1), async ({ logs }) => {
    const groups = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/aws/' }));
    expect(groups.logGroups?.map(({ logGroupName }) => logGroupName)).toEqual([GROUP]);
    const streams = await logs.send(new DescribeLogStreamsCommand({ logGroupName: GROUP }));
    expect(streams.logStreams?.[0]?.logStreamName).toBe('aws/bedrock/modelinvocations');
  });
});
