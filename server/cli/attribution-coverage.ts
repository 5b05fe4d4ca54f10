/** `outcrop attribution coverage`: the share of dollars with a payer, and what the rest needs. */
import type { Command } from 'commander';
import { formatAttoUsd } from '../../shared/money.ts';
import { attributionCoverage, type AttributionCoverage } from '../query/attribution-coverage.ts';
import { bookFromOptions, type BookOptions } from './book.ts';
import { printable } from './printable.ts';
import { openExisting } from './query.ts';
import type { Root } from './root.ts';
import { windowFromOptions, type WindowOptions } from './window-options.ts';

interface CoverageOptions extends BookOptions, WindowOptions {
  readonly db: string;
  readonly json?: boolean;
}

const EXAMPLE = `
Example:
  outcrop attribution coverage --db outcrop.db --from now-7d --to now`;

export function addAttributionCoverage(attribution: Command, root: Root): void {
  attribution
    .command('coverage')
    .description('Share of the cost with a tenant, and rules that would catch the dearest rest.')
    .requiredOption('--db <file>', 'database file')
    .option('--from <time>', 'now-7d, 2026-11-01 or ISO 8601; all data when left out')
    .option('--to <time>', 'exclusive end; all data when left out')
    .option('--config <file>', 'config that names your price file')
    .option('--prices <file>', 'your price file; the config names it otherwise')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLE)
    .action((options: CoverageOptions) => {
      const book = bookFromOptions(options, root);
      const store = openExisting(options.db);
      try {
        const found = attributionCoverage(windowFromOptions(options, store, root), store, book);
        root.writeOut(options.json ? `${JSON.stringify(encode(found))}\n` : format(found));
      } finally {
        store.close();
      }
    });
}

function encode(found: AttributionCoverage) {
  return {
    coverage: found.coverage,
    cost: formatAttoUsd(found.costAttoUsd),
    attributedCost: formatAttoUsd(found.attributedAttoUsd),
    invocations: found.invocations,
    unattributedInvocations: found.unattributedInvocations,
    callers: found.callers.map(({ costAttoUsd, ...caller }) => ({
      ...caller,
      cost: costAttoUsd === null ? null : formatAttoUsd(costAttoUsd),
    })),
  };
}

function format(found: AttributionCoverage): string {
  const { cost, attributedCost, unattributedInvocations, invocations, coverage } = encode(found);
  const share = coverage === null ? 'Nothing cost anything' : `${(coverage * 100).toFixed(2)} %`;
  const lines = [
    `${share}: ${attributedCost} of ${cost} USD have a tenant.`,
    `${unattributedInvocations} of ${invocations} calls are unattributed.`,
    ...encode(found).callers.flatMap((caller) => [
      '',
      `${caller.cost ?? 'unpriced'} USD, ${caller.invocations} calls: ${caller.principal}` +
        (caller.profile === null ? '' : ` with ${caller.profile}`),
      ...caller.rule.split('\n').map((line) => `    ${line}`),
      ...(caller.tagging === null ? [] : [`  or tag the profile: ${caller.tagging}`]),
    ]),
  ];
  return `${printable(lines.join('\n'), '\n')}\n`;
}
