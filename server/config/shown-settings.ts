/** What of a config may be shown to everyone who opens the page. */
import type { SettingsReply, ShownAccount } from '../../shared/settings.ts';
import type { AccountSettings } from '../source/settings.ts';
import type { Config } from './config.ts';

/** Picks what is shown by name, so that a new setting is secret until it stands here. */
export function shownSettings(config: Config, version: string): SettingsReply {
  const { firehoseKey, eventsKey } = config.intake;
  return {
    version,
    timeZone: config.timeZone,
    database: config.database,
    pageUrl: config.pageUrl,
    pricesPath: config.pricesPath,
    pollSeconds: config.pollSeconds,
    accounts: config.accounts.map(shownAccount),
    directories: config.directories,
    tagKeys: config.promotedTags.map(({ key }) => key),
    rules: config.rules.rules.length,
    alarms: config.alarms.length,
    channels: config.channels.map(({ id, kind }) => ({ name: id, kind })),
    reports: config.reports.map(({ name, kind, atMinutes }) => ({ name, kind, atMinutes })),
    retentionDays: config.retentionDays,
    intake: [
      ...(firehoseKey === null ? [] : ['Firehose']),
      ...(eventsKey === null ? [] : ['EventBridge']),
    ],
  };
}

function shownAccount(account: AccountSettings): ShownAccount {
  const { id, regions, roleArn, cloudWatchLogs, s3, metrics, inventory, backfillDays } = account;
  const logs = [
    ...(cloudWatchLogs ? [`log group ${cloudWatchLogs.logGroup}`] : []),
    ...(s3 ? [`s3://${s3.bucket}/${s3.prefix}`] : []),
  ];
  return { id, regions, logs, role: roleArn, metrics, inventory, backfillDays };
}
