/** What the operator says about one AWS account: where its logs are and how to get in. */

/** Long-lived or temporary keys written out; only for tests, demos and unusual set-ups. */
export interface StaticCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface S3LogSettings {
  readonly bucket: string;
  /** What stands before `AWSLogs/` in the keys; '' for nothing. */
  readonly prefix: string;
  /** Region of the bucket, which may differ from the Region whose calls are logged. */
  readonly region: string;
  /** Queue in that Region that the bucket's notifications go to; it only makes reading sooner. */
  readonly queueUrl?: string | undefined;
}

export interface CloudWatchLogSettings {
  /** Name of the group, or its ARN where it lies in another account. */
  readonly logGroup: string;
  /** Bucket of the bodies that are too large for an event; only the policy needs to know it. */
  readonly largeDataBucket?: string | undefined;
}

/** A queue that a rule of EventBridge sends Bedrock's events to. */
export interface EventQueue {
  readonly url: string;
  readonly region: string;
}

/** Who reads, and where the services answer. */
export interface AwsIdentity {
  /** 12-digit account id. */
  readonly id: string;
  /** Role to take on before reading this account; null reads with the process's own identity. */
  readonly roleArn: string | null;
  readonly externalId: string | null;
  /** URL of another endpoint for all services; null for AWS (or what AWS_ENDPOINT_URL says). */
  readonly endpoint: string | null;
  /** Null uses the standard chain of the SDK. */
  readonly credentials: StaticCredentials | null;
}

export interface AccountSettings extends AwsIdentity {
  /** Regions in which Bedrock is called. */
  readonly regions: readonly string[];
  readonly cloudWatchLogs: CloudWatchLogSettings | null;
  readonly s3: S3LogSettings | null;
  /** Whether bodies too large for a record are read where its bill depends on them; they are. */
  readonly bodies?: 'whenNeeded' | 'never' | undefined;
  readonly eventQueues?: readonly EventQueue[] | undefined;
  readonly metrics: boolean;
  /** What asking CloudWatch for metrics may cost in each Region and month, US dollars. */
  readonly metricsUsdPerMonth: number;
  readonly inventory: boolean;
  /** Whether the quotas of Bedrock are read from Service Quotas. */
  readonly quotas?: boolean | undefined;
  /** Whether tags of the IAM roles and users that call are read. */
  readonly principalTags?: boolean | undefined;
  readonly backfillDays: number;
}
