/** `outcrop attribution`: try rules, see what they catch, and apply them to the past. */
import type { Command } from 'commander';
import { addAttributionApply } from './attribution-apply.ts';
import { addAttributionCoverage } from './attribution-coverage.ts';
import { addAttributionDiff } from './attribution-diff.ts';
import { addAttributionTest } from './attribution-test.ts';
import type { Root } from './root.ts';

export function addAttribution(program: Command, root: Root): void {
  const attribution = program
    .command('attribution')
    .description('Who pays: try rules, see what they catch, apply them to the past.');
  addAttributionTest(attribution, root);
  addAttributionCoverage(attribution, root);
  addAttributionDiff(attribution, root);
  addAttributionApply(attribution, root);
}
