/** `outcrop explain`: why one call costs what it costs, and who pays it. */
import type { Command } from 'commander';
import type { ExplainReply } from '../../shared/contract.ts';
import { explainInvocation } from '../query/explain-invocation.ts';
import { bookFromOptions, type BookOptions } from './book.ts';
import { printable } from './printable.ts';
import { openExisting } from './query.ts';
import { UsageError, type Root } from './root.ts';
import { windowFromOptions, type WindowOptions } from './window-options.ts';

interface ExplainOptions extends BookOptions, WindowOptions {
  readonly db: string;
  readonly json?: boolean;
}

export function addExplain(program: Command, root: Root): void {
  program
    .command('explain')
    .description('Explain the cost of one invocation: usage, rates, sources, arithmetic, tenant.')
    .argument('<request-id>', 'request id, as in the logs')
    .requiredOption('--db <file>', 'database file')
    .option('--from <time>', 'look from here on; all data when left out')
    .option('--to <time>', 'look up to here; all data when left out')
    .option('--config <file>', 'config that names your price file')
    .option('--prices <file>', 'your price file; the config names it otherwise')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLE)
    .action((requestId: string, options: ExplainOptions) => {
      const reply = explain(requestId, options, root);
      root.writeOut(
        options.json ? `${JSON.stringify(reply)}\n` : printable(formatReply(reply), '\n'),
      );
    });
}

const EXAMPLE = `
Example:
  outcrop explain 5f3a0c1e-77d2-4b9a-8a41-0e6cf1b2a3d4 --db outcrop.db --config outcrop.yaml
`;

function explain(requestId: string, options: ExplainOptions, root: Root): ExplainReply {
  const book = bookFromOptions(options, root);
  const store = openExisting(options.db);
  try {
    const found = store.invocation(requestId, windowFromOptions(options, store, root));
    if (found) return explainInvocation(found, book);
    const hint = 'Single invocations are kept for `retentionDays.rows` days; sums stay.';
    throw new UsageError(`There is no invocation ${requestId}.`, hint);
  } finally {
    store.close();
  }
}

function formatReply(reply: ExplainReply): string {
  const { attribution, operation, model, region, account } = reply;
  const lines = [
    `${reply.requestId} at ${reply.at}`,
    `${operation} of ${model} in ${region}, account ${account}: ${reply.status}`,
    '',
    attribution.words,
    ...attribution.tags.map(({ key, value, source }) => `  ${key}=${value} (from ${source})`),
    ...reply.lines.flatMap(formatLine),
    '',
    reply.summary,
  ];
  return `${lines.join('\n')}\n`;
}

function formatLine(line: ExplainReply['lines'][number]): readonly string[] {
  const { model: _told, ...axes } = line.usageType;
  const selects = Object.entries(axes).map(([key, value]) => `${key}=${value}`);
  return [
    '',
    `${line.dimension}: ${line.quantity.toLocaleString('en-US')}  (${selects.join(' ')})`,
    ...line.words.map((sentence) => `  ${sentence}`),
    ...(line.arithmetic === null ? [] : [`  ${line.arithmetic}`]),
  ];
}
