/** What kinds of sources and checks are called on the page. */

const KIND_WORDS = new Map([
  ['cloudWatchLogs', 'CloudWatch Logs'],
  ['cloudWatchMetrics', 'CloudWatch metrics'],
  ['principalTags', 'Tags of IAM callers'],
  ['s3', 'S3 bucket'],
  ['directory', 'Folder on disk'],
  ['backfill', 'Backfill'],
  ['principalTags', 'IAM tags of callers'],
  ['firehose', 'Firehose push'],
]);

/** `CloudWatch Logs` of `cloudWatchLogs`; a kind without a word is its own. */
export function sourceKindWords(kind: string): string {
  return KIND_WORDS.get(kind) ?? kind;
}

const CHECK_WORDS = new Map([
  ['identity', 'Identity'],
  ['logging', 'Invocation logging'],
  ['logGroup', 'Log group'],
  ['bucket', 'Log bucket'],
  ['objects', 'Log objects'],
  ['metrics', 'CloudWatch metrics'],
  ['alarms', 'CloudWatch alarms'],
  ['inventory', 'Inventory'],
  ['callers', 'Tags of IAM callers'],
  ['delivery', 'Delivery of logs'],
  ['region', 'Other Regions'],
]);

/** `Invocation logging` of `logging`; a check without a word is its own. */
export function checkWords(check: string): string {
  return CHECK_WORDS.get(check) ?? check;
}
