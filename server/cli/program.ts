/** The `outcrop` command: its verbs, their options and their help. */
import { Command } from 'commander';
import { version } from '../../package.json' with { type: 'json' };
import { exitHelp } from './exit.ts';
import type { Root } from './root.ts';

type AddVerb = (program: Command, root: Root) => void;

/** In the order of the help. Each is loaded when it is asked for: all take longer than most run. */
const VERBS: ReadonlyMap<string, () => Promise<AddVerb>> = new Map([
  ['serve', async () => (await import('./serve.ts')).addServe],
  ['demo', async () => (await import('./demo.ts')).addDemo],
  ['doctor', async () => (await import('./doctor.ts')).addDoctor],
  ['iam-policy', async () => (await import('./iam-policy.ts')).addIamPolicy],
  ['config', async () => (await import('./config.ts')).addConfig],
  ['attribution', async () => (await import('./attribution.ts')).addAttribution],
  ['tenants', async () => (await import('./tenants.ts')).addTenants],
  ['tenant', async () => (await import('./tenant.ts')).addTenant],
  ['shared-cost', async () => (await import('./shared-cost.ts')).addSharedCost],
  ['quotas', async () => (await import('./quotas.ts')).addQuotas],
  ['ingest', async () => (await import('./ingest.ts')).addIngest],
  ['backfill', async () => (await import('./backfill.ts')).addBackfill],
  ['query', async () => (await import('./query.ts')).addQuery],
  ['explain', async () => (await import('./explain.ts')).addExplain],
  ['prices', async () => (await import('./prices.ts')).addPrices],
  ['whatif', async () => (await import('./whatif.ts')).addWhatIf],
  ['alarms', async () => (await import('./alarms.ts')).addAlarms],
  ['budgets', async () => (await import('./budgets.ts')).addBudgets],
  ['anomalies', async () => (await import('./anomalies.ts')).addAnomalies],
  ['report', async () => (await import('./report.ts')).addReport],
  ['reconcile', async () => (await import('./reconcile.ts')).addReconcile],
  ['verify', async () => (await import('./verify.ts')).addVerify],
  ['backup', async () => (await import('./backup.ts')).addBackup],
  ['backup-key', async () => (await import('./backup-key.ts')).addBackupKey],
  ['restore', async () => (await import('./restore.ts')).addRestore],
  ['mcp', async () => (await import('./mcp.ts')).addMcp],
  ['user', async () => (await import('./user.ts')).addUser],
  ['token', async () => (await import('./token.ts')).addToken],
  ['audit', async () => (await import('./audit.ts')).addAudit],
  ['local-aws', async () => (await import('./local-aws.ts')).addLocalAws],
]);

/**
 * The command line; parsing runs the verb.
 *
 * @param asked what stands first on it: of a verb that is named, no other is loaded.
 */
export async function buildProgram(root: Root, asked: string | undefined): Promise<Command> {
  const program = new Command('outcrop')
    .description('Observability and cost for Amazon Bedrock, from what AWS already writes down.')
    .version(version)
    .addHelpText('after', exitHelp())
    .configureOutput({ writeOut: root.writeOut, writeErr: root.writeError })
    .showHelpAfterError('  Add --help to see how it is used.')
    .exitOverride();
  for (const add of await Promise.all(wanted(asked).map((load) => load()))) add(program, root);
  return program;
}

function wanted(asked: string | undefined): readonly (() => Promise<AddVerb>)[] {
  if (asked === '--version' || asked === '-V') return [];
  const named = VERBS.get(asked ?? '');
  return named ? [named] : [...VERBS.values()];
}
