/** The two made-up AWS accounts of the demo, as plain data that a configuration is written from. */
import { accessKeyOf } from './caller.ts';

/** Where one Region of an account delivers its invocation logs; one of the two is set. */
export interface DemoDestination {
  readonly region: string;
  readonly logGroup: string | null;
  readonly bucket: string | null;
}

export interface DemoAccount {
  readonly id: string;
  readonly name: string;
  readonly destinations: readonly DemoDestination[];
  readonly accessKeyId: string;
  /** The local endpoint verifies no signature: any text does. */
  readonly secretAccessKey: string;
}

export const DEMO_REGIONS = ['us-east-1', 'us-west-2', 'eu-central-1'] as const;
export const DEMO_LOG_GROUP = '/aws/bedrock/modelinvocations';
/** Account that logs to CloudWatch Logs, and account that logs to S3. */
export const PRODUCTION_ACCOUNT = '111122223333';
export const CUSTOMERS_ACCOUNT = '444455556666';

/** Bedrock delivers to buckets of its own Region only, so each Region has one. */
export function demoBucketOf(region: string): string {
  return `bedrock-logs-${CUSTOMERS_ACCOUNT}-${region}`;
}

export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  {
    id: PRODUCTION_ACCOUNT,
    name: 'production',
    destinations: DEMO_REGIONS.map((region) => {
      return { region, logGroup: DEMO_LOG_GROUP, bucket: null };
    }),
    accessKeyId: accessKeyOf(PRODUCTION_ACCOUNT, 'AKIADEMO'),
    secretAccessKey: 'demo-secret',
  },
  {
    id: CUSTOMERS_ACCOUNT,
    name: 'customers',
    destinations: DEMO_REGIONS.map((region) => {
      return { region, logGroup: null, bucket: demoBucketOf(region) };
    }),
    accessKeyId: accessKeyOf(CUSTOMERS_ACCOUNT, 'AKIADEMO'),
    secretAccessKey: 'demo-secret',
  },
];

/** Keys of tags that the demo's dashboards group by. */
export const DEMO_TAG_KEYS = ['feature', 'environment'] as const;
