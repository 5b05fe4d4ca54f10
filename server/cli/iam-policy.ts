/** `outcrop iam-policy`: the least-privilege policies for a config, ready to attach. */
import type { Command } from 'commander';
import type { BillSettings } from '../source/bill-place.ts';
import { policyDocuments } from '../source/iam-documents.ts';
import type { AccountSettings } from '../source/settings.ts';
import { readConfig } from './config-file.ts';
import { UsageError, type Root } from './root.ts';

interface PolicyOptions {
  readonly config: string;
  readonly account?: string;
  readonly kmsKey?: string;
  readonly reader?: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Documents go to the output, the words on where each belongs to the error output:
  outcrop iam-policy --config outcrop.yaml > policy.json
  aws iam put-role-policy --role-name outcrop --policy-name outcrop-read \\
    --policy-document file://policy.json`;

export function addIamPolicy(program: Command, root: Root): void {
  program
    .command('iam-policy')
    .description('Print the least-privilege policies for a config: reading, and what it tells.')
    .requiredOption('--config <file>', 'YAML config; see docs/config.md')
    .option('--account <id>', 'only the policy for this account')
    .option('--kms-key <arn>', 'key that encrypts the objects of the log bucket')
    .option('--reader <arn>', 'identity that takes on the roles: prints their trust policies too')
    .option('--json', 'print one array with each document and where it belongs')
    .addHelpText('after', EXAMPLES)
    .action((options: PolicyOptions) => {
      const documents = policyDocuments(accountsOf(options, root), {
        ...options,
        ...toldBy(options, root),
        bill: billOf(options, root),
      });
      if (options.json) return void root.writeOut(`${JSON.stringify(documents, null, 2)}\n`);
      for (const { attachTo, policy } of documents) {
        root.writeError(`# ${attachTo}\n`);
        root.writeOut(`${JSON.stringify(policy, null, 2)}\n`);
      }
    });
}

function toldBy({ config }: PolicyOptions, root: Root) {
  const { channels, reports } = readConfig(config, root);
  return {
    topicArns: channels.flatMap((channel) => (channel.kind === 'sns' ? [channel.topicArn] : [])),
    reportPlaces: reports.flatMap(({ bucket }) => bucket ?? []),
  };
}

/** Asked for one account, the bill of another payer is none of its business. */
function billOf({ config, account }: PolicyOptions, root: Root): BillSettings | null {
  const { bill } = readConfig(config, root);
  const isAsked = account === undefined || (bill?.kind === 's3' && bill.identity.id === account);
  return isAsked ? bill : null;
}

function accountsOf(options: PolicyOptions, root: Root): readonly AccountSettings[] {
  const { accounts } = readConfig(options.config, root);
  if (accounts.length === 0) {
    throw new UsageError('The config names no account.', 'Add it under `accounts:` first.');
  }
  const { account } = options;
  const chosen = accounts.filter(({ id }) => account === undefined || id === account);
  if (chosen.length > 0) return chosen;
  const known = accounts.map(({ id }) => id).join(', ');
  throw new UsageError(`The config names no account ${account}.`, `It names ${known}.`);
}
