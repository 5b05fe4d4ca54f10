/** Events of EventBridge from a queue: kept once, deleted when kept, left when they are none. */
import { expect, test } from 'vitest';
import { readEventQueue } from '../../server/job/read-event-queue.ts';
import { storeOf } from '../query/ask.ts';
import { NOW_MS, REGION, withRig } from '../source/rig.ts';

const QUEUE = { url: 'https://sqs.us-east-1.amazonaws.com/111122223333/events', region: REGION };

function event(id: string): string {
  return JSON.stringify({
    id,
    source: 'aws.bedrock',
    'detail-type': 'Batch Inference Job State Change',
    account: '111122223333',
    region: REGION,
    time: new Date(NOW_MS).toISOString(),
    detail: { batchJobArn: `arn:${id}`, status: 'Completed' },
  });
}

test('a queue of events is emptied into the store, but for what is no event', async () => {
  await withRig(async (rig) => {
    const bodies = Array.from({ length: 25 }, (_, index) => event(`e${index}`));
    const doubled = [
      ...bodies,
      event('e3'),
      JSON.stringify({ Type: 'Notification', Message: event('e4') }),
    ];
    for (const body of [...doubled, 'no event']) rig.world.queues.send('events', body);
    const store = storeOf([]);
    const { signal } = new AbortController();
    const context = { store, clients: rig.clients, nowMs: () => NOW_MS, signal };
    await readEventQueue(rig.account, QUEUE, context);
    const all = { startMs: 0, endMs: NOW_MS + 1 };
    expect(store.bedrockEvents(all)).toHaveLength(25);
    expect(rig.world.queues.size('events')).toBe(1);
  });
});

test('what could not be kept stays in the queue', async () => {
  await withRig(async (rig) => {
    rig.world.queues.send('events', event('e1'));
    const store = storeOf([]);
    store.close();
    const { signal } = new AbortController();
    const context = { store, clients: rig.clients, nowMs: () => NOW_MS, signal };
    await expect(readEventQueue(rig.account, QUEUE, context)).rejects.toThrow();
    expect(rig.world.queues.size('events')).toBe(1);
  });
});
