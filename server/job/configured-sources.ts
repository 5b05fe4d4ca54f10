/** All sources of log records that a config names: accounts in AWS, and folders on disk. */
import type { Config } from '../config/config.ts';
import type { AwsClients } from '../source/clients.ts';
import { directorySource } from '../source/directory.ts';
import { createLogSources } from '../source/log-sources.ts';
import type { LogSource } from '../source/source.ts';

/** Nothing is read before a source is asked. */
export function configuredSources(config: Config, clients: AwsClients): readonly LogSource[] {
  const folders = config.directories.map((path) =>
    directorySource([path], { sourceId: `directory:${path}` }),
  );
  return [...createLogSources(config.accounts, clients), ...folders];
}
