/** What doctor looks at in an account and Region, by the name that its findings bear. */
import type { CodeText } from '../../shared/code-text.ts';

export const DOCTOR_CHECKS = {
  identity: {
    meaning: 'Whether the identity in use belongs to the account, or may take its role.',
    mend: 'Give the account a `roleArn` whose trust policy names this identity.',
  },
  logging: {
    meaning: 'Whether model invocation logging is on, and goes to where the config looks.',
    mend: 'Switch it on with the command that stands there, or name its place in the config.',
  },
  logGroup: {
    meaning: 'Whether the log group is there and may be read.',
    mend: 'Name the right group, or allow `logs:FilterLogEvents` on it.',
  },
  bucket: {
    meaning: 'Whether the bucket is there, in its Region, and may be listed.',
    mend: 'Name the right bucket and Region, or allow `s3:ListBucket`.',
  },
  objects: {
    meaning: 'Whether the objects in the bucket may be read.',
    mend: 'Allow `s3:GetObject`, and `kms:Decrypt` where the bucket has a key of its own.',
  },
  bodies: {
    meaning: 'Whether bodies too large for their record may be read.',
    mend: 'Allow it on data/*, or write `bodies: never` into the account.',
  },
  metrics: {
    meaning: 'Whether metrics of CloudWatch may be read, and count any call.',
    mend: 'Allow `cloudwatch:ListMetrics`; nothing, where nobody calls Bedrock.',
  },
  alarms: {
    meaning: 'Whether alarms of CloudWatch and their history may be read.',
    mend: 'Allow `cloudwatch:DescribeAlarms` and `cloudwatch:DescribeAlarmHistory`.',
  },
  inventory: {
    meaning: 'Whether inference profiles, bought capacity and own models may be read.',
    mend: 'Allow the actions of Bedrock that `outcrop iam-policy` prints.',
  },
  callers: {
    meaning: 'Whether tags of the roles and users that call may be read.',
    mend: 'Allow `iam:ListRoleTags` and `iam:ListUserTags`, or set `principalTags: false`.',
  },
  delivery: {
    meaning: 'Whether Bedrock could deliver its records on the last day; lost ones never come.',
    mend: 'Allow its logging role `logs:PutLogEvents`, and its service `s3:PutObject`.',
  },
  region: {
    meaning: 'Whether models are called in a Region that the config does not name.',
    mend: 'Add it to `regions` of the account, and switch logging on there.',
  },
} as const satisfies Readonly<Record<string, CodeText>>;

export type DoctorCheck = keyof typeof DOCTOR_CHECKS;
