/** The `outcrop` command: its verbs, their options and their help. */
import { Command } from 'commander';
import { version } from '../../package.json' with { type: 'json' };
import { addAlarms } from './alarms.ts';
import { addAnomalies } from './anomalies.ts';
import { addAudit } from './audit.ts';
import { addBackfill } from './backfill.ts';
import { addBudgets } from './budgets.ts';
import { addBackup, addRestore } from './backup.ts';
import { addAttribution } from './attribution.ts';
import { addConfig } from './config.ts';
import { addDemo } from './demo.ts';
import { addDoctor } from './doctor.ts';
import { addExplain } from './explain.ts';
import { addIamPolicy } from './iam-policy.ts';
import { addIngest } from './ingest.ts';
import { addLocalAws } from './local-aws.ts';
import { addMcp } from './mcp.ts';
import { addPrices } from './prices.ts';
import { addQuery } from './query.ts';
import { addQuotas } from './quotas.ts';
import { addReconcile } from './reconcile.ts';
import { addReport } from './report.ts';
import type { Root } from './root.ts';
import { addServe } from './serve.ts';
import { addSharedCost } from './shared-cost.ts';
import { addTenant } from './tenant.ts';
import { addTenants } from './tenants.ts';
import { addToken } from './token.ts';
import { addUser } from './user.ts';
import { addVerify } from './verify.ts';
import { addWhatIf } from './whatif.ts';

const EXIT_CODES = `
Exit codes: 0 done; 1 failed; 2 wrong usage or config; 3 done, but something could not be read.`;

/** The whole command line; parsing runs the verb. */
export function buildProgram(root: Root): Command {
  const program = new Command('outcrop')
    .description('Observability and cost for Amazon Bedrock, from what AWS already writes down.')
    .version(version)
    .addHelpText('after', EXIT_CODES)
    .configureOutput({ writeOut: root.writeOut, writeErr: root.writeError })
    .showHelpAfterError('  Add --help to see how it is used.')
    .exitOverride();
  for (const add of [
    addServe,
    addDemo,
    addDoctor,
    addIamPolicy,
    addConfig,
    addAttribution,
    addTenants,
    addTenant,
    addSharedCost,
    addQuotas,
    addIngest,
    addBackfill,
    addQuery,
    addExplain,
    addPrices,
    addWhatIf,
    addAlarms,
    addBudgets,
    addAnomalies,
    addReport,
    addReconcile,
    addVerify,
    addBackup,
    addRestore,
    addMcp,
    addUser,
    addToken,
    addAudit,
    addLocalAws,
  ]) {
    add(program, root);
  }
  return program;
}
