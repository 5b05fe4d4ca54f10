/** `outcrop quotas`: use against quotas, who used them, and the text of a request for more. */
import type { Command } from 'commander';
import type { QuotaKind } from '../../shared/quota-kinds.ts';
import type { QuotaRow, QuotasReply } from '../../shared/quotas.ts';
import { createPriceBook } from '../price/price-book.ts';
import { parseFilterText } from '../query/parse-query.ts';
import { quotasReply } from '../query/quotas-reply.ts';
import { completeToOf } from '../query/status.ts';
import { saveConfiguredQuotas } from '../job/read-quotas.ts';
import { readConfig } from './config-file.ts';
import { openExisting } from './query.ts';
import { UsageError, type Root } from './root.ts';
import { textTable } from './text-table.ts';
import { windowFromOptions } from './window-options.ts';

interface QuotaOptions {
  readonly db: string;
  readonly config?: string;
  readonly filter?: string;
  readonly from?: string;
  readonly to?: string;
  readonly request?: boolean;
  readonly json?: boolean;
}

const NOTES = `
Quotas are those that \`outcrop serve\` last read from Service Quotas, and those of the config.
Shares are of the busiest minute; output counts by the burn-down rate of its model.
  outcrop quotas --db outcrop.db --from now-30d
  outcrop quotas --db outcrop.db --filter "model=anthropic.claude-sonnet-4-5*" --request`;

export function addQuotas(program: Command, root: Root): void {
  program
    .command('quotas')
    .description('Show use against quotas, who used them, and when they will be met.')
    .requiredOption('--db <file>', 'database file')
    .option('--config <file>', 'takes over the quotas of this config first')
    .option('--filter <text>', 'by account, region, model, provider or routing')
    .option('--from <time>', 'now-7d, 2026-11-01 or ISO 8601', 'now-7d')
    .option('--to <time>', 'exclusive end; now when left out')
    .option('--request', 'print texts of requests for higher quotas, where use calls for them')
    .option('--json', 'print JSON')
    .addHelpText('after', NOTES)
    .action((options: QuotaOptions) => {
      const reply = answer(options, root);
      if (options.json) root.writeOut(`${JSON.stringify(reply)}\n`);
      else root.writeOut(options.request ? requestsText(reply) : tableText(reply));
    });
}

function answer(options: QuotaOptions, root: Root): QuotasReply {
  const store = openExisting(options.db);
  try {
    if (options.config) {
      saveConfiguredQuotas(readConfig(options.config, root).quotas, store, root.nowMs());
    }
    const filter = parseFilterText(options.filter ?? null);
    if (!filter.ok) throw new UsageError(filter.problem.message, filter.problem.hint);
    const window = windowFromOptions({ to: 'now', ...options }, store, root);
    const extent = store.extent() ?? window;
    const completeToMs = completeToOf(store.sourceStates()) ?? extent.endMs;
    const { startMs: peaksFromMs } = window; // Whoever asks here waits for all of it.
    const span = { window, peaksFromMs, dataFromMs: extent.startMs, completeToMs };
    const noMoney = createPriceBook([]); // Quotas know none.
    return quotasReply({ filter: filter.value, ...span }, store, noMoney);
  } finally {
    store.close();
  }
}

const KIND_WORDS: Record<QuotaKind, string> = {
  requestsPerMinute: 'requests/min',
  tokensPerMinute: 'tokens/min',
  tokensPerDay: 'tokens/day',
};

function tableText(reply: QuotasReply): string {
  const header = [
    'account',
    'region',
    'model',
    'calls',
    'limit of',
    'most by',
    'limit',
    'quota',
    'peak',
    'used',
    'throttles',
  ];
  const rows = reply.rows.map((row) => [
    row.account,
    row.region,
    row.model,
    row.routing,
    KIND_WORDS[row.kind],
    row.tenants[0]?.tenant ?? '-',
    limitWords(row),
    row.quota ? String(row.quota.value) : 'unknown',
    row.peak ? String(row.peak.value) : 'unknown',
    row.usedShare === null ? '-' : `${(row.usedShare * 100).toFixed(1)} %`,
    String(row.throttles),
  ]);
  const table = rows.length === 0 ? ['No call was logged in this window and filter.'] : [];
  const lines = rows.length === 0 ? table : textTable(header, rows, header.length - 4);
  return `${[...lines, ...footnotes(reply)].join('\n')}\n`;
}

function limitWords({ trend }: QuotaRow): string {
  if (trend.kind === 'notEnoughHistory') return 'too few weeks';
  if (trend.kind === 'notGrowing') return 'not growing';
  return trend.daysToLimit === null ? 'growing' : `in ${trend.daysToLimit} days`;
}

function footnotes({ looks, unmatched, ignored }: QuotasReply): readonly string[] {
  const failed = looks.flatMap(({ account, region, error }) =>
    error ? [`${account} ${region}: ${error.message} ${error.hint}`] : [],
  );
  const unread =
    looks.length === 0 ? ['Service Quotas was not read yet: `outcrop serve` does.'] : [];
  const names = unmatched.map(
    ({ name, code, reason }) => `Not matched (${reason}): ${name} (${code})`,
  );
  const terms = ignored.map(
    (one) => `Quotas are of all tenants: the filter on ${one} is left out.`,
  );
  const notes = [...terms, ...unread, ...failed, ...names];
  return notes.length === 0 ? [] : ['', ...notes];
}

function requestsText({ rows }: QuotasReply): string {
  const texts = rows.flatMap(({ increase }) => (increase?.asked ? [increase.text] : []));
  if (texts.length === 0) return 'No use calls for a higher quota in this window.\n';
  return `${texts.join('\n\n---\n\n')}\n`;
}
