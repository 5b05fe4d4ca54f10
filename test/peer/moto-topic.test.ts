/** Telling a topic, against moto: what a queue that subscribes to it gets. */
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { publish } from '../../server/source/publish.ts';
import { hasMoto, startMoto, type Moto } from './moto.ts';

const REGION = 'eu-west-1';
const signal = new AbortController().signal;

describe.runIf(hasMoto())('a topic of moto', () => {
  let moto: Moto;

  beforeAll(async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
    moto = await startMoto();
  }, 60_000);

  afterAll(() => {
    moto.close();
    vi.unstubAllEnvs();
  });

  const message = {
    subject: 'Spend of acme',
    text: 'cost is $120 > $100.',
    attributes: { severity: 'warning', state: 'firing' },
    id: 'msg_abc',
    group: 'g',
  };

  test('hands the message and its attributes on', async () => {
    const settings = { region: REGION, endpoint: moto.url };
    const sns = new SNSClient(settings);
    const sqs = new SQSClient(settings);
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'people' }));
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'people' }));
    const Endpoint = `arn:aws:sqs:${REGION}:123456789012:people`;
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
    const told = { ...message, topicArn: TopicArn ?? '', endpoint: moto.url };
    expect(await publish(told, signal)).toEqual({ kind: 'taken' });
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(JSON.parse(Messages?.[0]?.Body ?? '{}')).toMatchObject({
      Subject: message.subject,
      Message: message.text,
      MessageAttributes: { severity: { Type: 'String', Value: 'warning' } },
    });
  });

  test('that is not there is not tried again', async () => {
    const topicArn = `arn:aws:sns:${REGION}:123456789012:nobody`;
    const published = await publish({ ...message, topicArn, endpoint: moto.url }, signal);
    expect(published).toMatchObject({ kind: 'denied' });
  });
});
