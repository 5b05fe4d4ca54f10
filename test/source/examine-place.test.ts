/** The doctor at the bedside: each thing that can be missing is named, with its mend. */
import { describe, expect, test } from 'vitest';
import type { FaultRule } from '../../server/demo/fault-plan.ts';
import { examineOtherRegions } from '../../server/source/examine-regions.ts';
import { examinePlace } from '../../server/source/examine-place.ts';
import type { DoctorCheck } from '../../server/source/doctor-checks.ts';
import type { Finding } from '../../server/source/finding.ts';
import { ACCOUNT, NOW_MS, REGION, SCOPE, withRig, type Rig } from './rig.ts';

const FOLDER = `AWSLogs/${ACCOUNT}/BedrockModelInvocationLogs/${REGION}/2026/11/22/11/`;
const KEY = `${FOLDER}20261122T113000000Z_0011223344556677.json.gz`;

/** A place as it is when all has been set up. */
function setUp({ world }: Rig): void {
  world.setLogging(SCOPE, { logGroup: '/bedrock/calls', bucket: 'logs' });
  world.addEvents(SCOPE, '/bedrock/calls', [{ timestampMs: NOW_MS - 60_000, message: '{}' }]);
  world.addBucket('logs');
  world.putObject({ bucket: 'logs', key: KEY, content: 'x' });
  const dimensions = new Map([['ModelId', 'amazon.nova-lite-v1:0']]);
  world.addMetric(SCOPE, { namespace: 'AWS/Bedrock', metricName: 'Invocations', dimensions }, [
    { startMs: NOW_MS - 3_600_000, values: [1] },
  ]);
}

async function findingsOf(rig: Rig, account = rig.account): Promise<readonly Finding[]> {
  return examinePlace({ account, region: REGION }, rig.clients, NOW_MS);
}

function one(findings: readonly Finding[], check: DoctorCheck): Finding | undefined {
  return findings.find((finding) => finding.check === check);
}

const deny = (rule: Partial<FaultRule>): { readonly rules: readonly FaultRule[] } => ({
  rules: [{ kind: 'accessDenied', ...rule }],
});

test('a place that is set up has nothing to mend', async () => {
  await withRig(async (rig) => {
    setUp(rig);
    const findings = await findingsOf(rig);
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual([
      'identity',
      'logging',
      'logGroup',
      'bucket',
      'objects',
      'bodies',
      'metrics',
      'alarms',
      'alarms',
      'delivery',
      'inventory',
    ]);
  });
});

test('tags of callers are looked at where they are switched on', async () => {
  await withRig(async (rig) => {
    setUp(rig);
    const findings = await findingsOf(rig, { ...rig.account, principalTags: true });
    expect(one(findings, 'callers')).toMatchObject({ state: 'ok' });
  });
});

describe('T-S3-06: the permissions of a bucket are told apart', () => {
  test.each([
    {
      lacks: 's3:ListBucket',
      fault: { operation: 'ListObjectsV2' },
      check: 'bucket' as const,
      fix: '"Action":"s3:ListBucket"',
    },
    {
      lacks: 's3:GetObject',
      fault: { operation: 'GetObject' },
      check: 'objects' as const,
      fix: '"Action":"s3:GetObject"',
    },
    {
      lacks: 'kms:Decrypt',
      fault: { operation: 'GetObject', pathIncludes: '.json.gz' },
      check: 'objects' as const,
      fix: 'Allow kms:Decrypt',
    },
  ])('$lacks', async ({ fault, check, fix }) => {
    await withRig(async (rig) => {
      setUp(rig);
      rig.aws.setFaults(deny({ service: 's3', ...fault }));
      const wrong = (await findingsOf(rig)).filter(({ state }) => state !== 'ok');
      expect(wrong).toMatchObject([{ check, state: 'denied' }]);
      expect(wrong[0]?.fix).toContain(fix);
    });
  });

  test('none lacks', async () => {
    await withRig(async (rig) => {
      setUp(rig);
      expect(one(await findingsOf(rig), 'objects')).toMatchObject({ state: 'ok' });
    });
  });
});

describe('what is missing is named with the exact fix', () => {
  test('logging that is off', async () => {
    await withRig(async (rig) => {
      setUp(rig);
      rig.world.setLogging(SCOPE, { logGroup: null, bucket: null });
      const finding = one(await findingsOf(rig), 'logging');
      expect(finding?.state).toBe('missing');
      expect(finding?.fix).toContain(
        'aws bedrock put-model-invocation-logging-configuration --region us-east-1',
      );
      expect(finding?.fix).toContain('"logGroupName":"/bedrock/calls"');
    });
  });

  test('logging that goes elsewhere', async () => {
    await withRig(async (rig) => {
      setUp(rig);
      rig.world.setLogging(SCOPE, { logGroup: '/other', bucket: null });
      expect(one(await findingsOf(rig), 'logging')).toMatchObject({
        state: 'wrong',
        fix: expect.stringContaining('cloudWatchLogs: { logGroup: /other }'),
      });
    });
  });

  test('a log group that is not there', async () => {
    await withRig(async (rig) => {
      setUp(rig);
      const account = { ...rig.account, cloudWatchLogs: { logGroup: '/gone' } };
      expect(one(await findingsOf(rig, account), 'logGroup')).toMatchObject({
        state: 'missing',
        fix: expect.stringContaining('aws logs create-log-group --region us-east-1'),
      });
    });
  });

  test('a bucket that is not there', async () => {
    await withRig(async (rig) => {
      setUp(rig);
      const account = { ...rig.account, s3: { bucket: 'nowhere', prefix: '', region: REGION } };
      expect(one(await findingsOf(rig, account), 'bucket')).toMatchObject({ state: 'missing' });
    });
  });

  test('records that Bedrock could not deliver', async () => {
    await withRig(async (rig) => {
      setUp(rig);
      const metricName = 'ModelInvocationLogsS3DeliveryFailure';
      const dimensions = new Map([['ModelId', 'Across all model IDs']]);
      const series = { namespace: 'AWS/Bedrock', metricName, dimensions };
      rig.world.addMetric(SCOPE, series, [{ startMs: NOW_MS - 3_600_000, values: [1, 1, 1] }]);
      expect(one(await findingsOf(rig), 'delivery')).toMatchObject({
        state: 'wrong',
        says: expect.stringContaining('could not deliver 3 records'),
      });
    });
  });

  test.each([
    { service: 'logs' as const, check: 'logGroup' as const, action: 'logs:FilterLogEvents' },
    { service: 'monitoring' as const, check: 'alarms' as const, action: 'DescribeAlarms' },
    { service: 'bedrock' as const, check: 'inventory' as const, action: 'ListInferenceProfiles' },
    { service: 'iam' as const, check: 'callers' as const, action: 'iam:ListRoleTags' },
  ])('permission $action', async ({ service, check, action }) => {
    await withRig(async (rig) => {
      setUp(rig);
      rig.aws.setFaults(deny({ service }));
      const account = { ...rig.account, principalTags: true };
      const finding = one(await findingsOf(rig, account), check);
      expect(finding?.state).toBe('denied');
      expect(finding?.fix).toContain(action);
    });
  });
});

describe('an identity that does not fit', () => {
  test('of another account is the only finding that is wrong', async () => {
    await withRig(async (rig) => {
      setUp(rig);
      const keys = { accessKeyId: 'AKIADEMO999900001111', secretAccessKey: 'for tests only' };
      expect(await findingsOf(rig, { ...rig.account, credentials: keys })).toMatchObject([
        { check: 'identity', state: 'wrong', says: expect.stringContaining('999900001111') },
      ]);
    });
  });

  test('T-ENV-03: that may not take on the role tells the role and the external id', async () => {
    await withRig(async (rig) => {
      rig.aws.setFaults(deny({ operation: 'AssumeRole' }));
      const roleArn = `arn:aws:iam::${ACCOUNT}:role/outcrop`;
      const [finding] = await findingsOf(rig, { ...rig.account, roleArn, externalId: 'x1' });
      expect(finding).toMatchObject({ check: 'identity', state: 'denied' });
      expect(finding?.fix).toContain(`Allow sts:AssumeRole on ${roleArn}`);
      expect(finding?.fix).toContain('external id x1');
    });
  });
});

test('calls in a Region that the config does not name are found', async () => {
  await withRig(async (rig) => {
    const dimensions = new Map([['ModelId', 'amazon.nova-lite-v1:0']]);
    const series = { namespace: 'AWS/Bedrock', metricName: 'Invocations', dimensions };
    rig.world.addMetric({ account: ACCOUNT, region: 'eu-west-3' }, series, []);
    const regions = [REGION, 'eu-west-3', 'eu-west-1', 'us-gov-west-1', '*'];
    expect(await examineOtherRegions(rig.account, regions, rig.clients)).toMatchObject([
      { region: 'eu-west-3', check: 'region', state: 'missing' },
    ]);
  });
});
