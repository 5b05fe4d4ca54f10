/** Reading the alarms that people set on Bedrock's metrics. */
import { describe, expect, test } from 'vitest';
import type { WorldAlarm } from '../../server/demo/aws-world.ts';
import { readCloudWatchAlarms } from '../../server/source/cloud-watch-alarms.ts';
import { ACCOUNT, REGION, SCOPE, withRig } from './rig.ts';

function alarm(name: string, namespace: string): WorldAlarm {
  return {
    name,
    series: {
      namespace,
      metricName: 'InvocationThrottles',
      dimensions: new Map([['ModelId', 'm']]),
    },
    statistic: 'Sum',
    periodSeconds: 300,
    evaluationPeriods: 3,
    datapointsToAlarm: 2,
    threshold: 10,
    comparison: 'GreaterThanThreshold',
    treatMissingData: 'notBreaching',
    state: 'ALARM',
    stateReason: 'Threshold crossed',
    stateUpdatedAtMs: Date.UTC(2026, 10, 22, 11),
  };
}

describe('readCloudWatchAlarms', () => {
  test('gives those on namespaces of Bedrock, sorted, over all pages', async () => {
    await withRig(
      async (rig) => {
        const names = ['d', 'a', 'c', 'b'];
        names.forEach((name) => rig.world.addAlarm(SCOPE, alarm(name, 'AWS/Bedrock')));
        rig.world.addAlarm(SCOPE, alarm('lambda', 'AWS/Lambda'));
        rig.world.addAlarm(SCOPE, alarm('guard', 'AWS/Bedrock/Guardrails'));
        const client = rig.clients.cloudWatch(rig.account, REGION);
        const alarms = await readCloudWatchAlarms(client, ACCOUNT, REGION);
        expect(alarms.map((one) => one.name)).toEqual(['a', 'b', 'c', 'd', 'guard']);
        expect(alarms[0]).toMatchObject({
          account: ACCOUNT,
          region: REGION,
          metricName: 'InvocationThrottles',
          dimensions: new Map([['ModelId', 'm']]),
          evaluationPeriods: 3,
          datapointsToAlarm: 2,
          threshold: 10,
          comparison: 'GreaterThanThreshold',
          treatMissingData: 'notBreaching',
          state: 'ALARM',
          stateUpdatedAtMs: Date.UTC(2026, 10, 22, 11),
        });
      },
      { pageItemsMax: { DescribeAlarms: 2 } },
    );
  });

  test('tells when it may not', async () => {
    await withRig(
      async (rig) => {
        const client = rig.clients.cloudWatch(rig.account, REGION);
        const reading = readCloudWatchAlarms(client, ACCOUNT, REGION);
        await expect(reading).rejects.toMatchObject({ code: 'denied' });
      },
      { rules: [{ kind: 'accessDenied', operation: 'DescribeAlarms' }] },
    );
  });
});
