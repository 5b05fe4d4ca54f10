/** Credentials that end: during pages, on an object, and while STS itself is out. */
import { describe, expect, test } from 'vitest';
import { accountCredentials } from '../../server/source/credentials.ts';
import { createLogSources } from '../../server/source/log-sources.ts';
import { MINUTE_MS } from '../../shared/window.ts';
import { accountAt, createReader, distinctTexts, NOW_MS, REGION, SCOPE, withRig } from './rig.ts';

const ACCOUNT = accountAt('http://127.0.0.1:1');

describe('a source whose credentials expire', () => {
  test('renews them on the seventh page and reads the slice to its end (T-ENV-02)', async () => {
    await withRig(async (rig) => {
      const timestampMs = NOW_MS - 30 * MINUTE_MS;
      const events = Array.from({ length: 100 }, (_, index) => {
        return { timestampMs, message: `{"n":${index}}` };
      });
      rig.world.addEvents(SCOPE, '/bedrock/calls', events);
      const rules = [{ kind: 'expiredCredentials', skip: 7, times: 1 }] as const;
      rig.aws.setFaults({ rules, pageItemsMax: { FilterLogEvents: 7 } });
      const [source] = createLogSources([{ ...rig.account, s3: null }], rig.clients);
      if (!source) throw new Error('a source was asked for');
      expect(distinctTexts(await createReader().readAll(source))).toHaveLength(100);
    });
  });

  test('renews them on GetObject (T-ENV-02)', async () => {
    await withRig(async (rig) => {
      const roleArn = 'arn:aws:iam::111122223333:role/reader';
      const rule = { kind: 'expiredCredentials', operation: 'GetObject', times: 1 } as const;
      rig.world.addBucket('logs');
      rig.aws.setFaults({ rules: [rule] });
      const client = rig.clients.s3({ ...rig.account, roleArn }, REGION);
      const { GetObjectCommand } = await import('@aws-sdk/client-s3');
      const missing = client.send(new GetObjectCommand({ Bucket: 'logs', Key: 'none' }));
      await expect(missing).rejects.toMatchObject({ name: 'NoSuchKey' });
      expect(rig.aws.calls.get('GetObject')).toBe(2);
      expect(rig.aws.calls.get('AssumeRole')).toBe(2);
    });
  });
});

describe('accountCredentials', () => {
  const identity = (name: string, expiresAtMs: number) => ({
    accessKeyId: name,
    secretAccessKey: 's',
    expiration: new Date(expiresAtMs),
  });

  test('keeps what is good while STS is out, and asks again each time (T-ENV-02)', async () => {
    let nowMs = NOW_MS;
    let asked = 0;
    const take = () => {
      asked += 1;
      if (asked === 1) return Promise.resolve(identity('first', NOW_MS + 60 * MINUTE_MS));
      return Promise.reject(new Error('STS is out'));
    };
    const { provide } = accountCredentials(ACCOUNT, REGION, () => nowMs, take);
    expect((await provide()).accessKeyId).toBe('first');
    nowMs += 57 * MINUTE_MS;
    expect((await provide()).accessKeyId).toBe('first');
    expect((await provide()).accessKeyId).toBe('first');
    expect(asked).toBe(3);
    nowMs += 4 * MINUTE_MS;
    await expect(provide()).rejects.toThrow('STS is out');
  });

  test('takes what AWS called expired for expired, whatever its date says', async () => {
    let asked = 0;
    const take = () => {
      asked += 1;
      return Promise.resolve(identity(`key ${asked}`, NOW_MS + 60 * MINUTE_MS));
    };
    const credentials = accountCredentials(ACCOUNT, REGION, () => NOW_MS, take);
    await credentials.provide();
    credentials.forget();
    expect((await credentials.provide()).accessKeyId).toBe('key 2');
  });

  test('asks once for callers that come together', async () => {
    let asked = 0;
    const take = () => {
      asked += 1;
      return Promise.resolve(identity('one', NOW_MS + 60 * MINUTE_MS));
    };
    const { provide } = accountCredentials(ACCOUNT, REGION, () => NOW_MS, take);
    await Promise.all([provide(), provide(), provide()]);
    expect(asked).toBe(1);
  });
});
