/** Works out the statements of all tenants for one month, and writes them as files. */
import { createHash } from 'node:crypto';
import { EMPTY_FILTER } from '../../shared/filter.ts';
import type { SharedCostRule } from '../../shared/shared-cost.ts';
import type { MadeFormat } from '../../shared/report-contract.ts';
import { isoTime, type Window } from '../../shared/window.ts';
import type { Adjustment } from '../config/config.ts';
import type { CapacitySettings } from '../meter/capacity.ts';
import { pricedLines, type PricedLine } from '../query/priced-lines.ts';
import { completeToOf } from '../query/status.ts';
import { sharedMoves, type SharedMove } from '../query/shared-cost.ts';
import {
  statementOf,
  type Statement,
  type StatementShare,
} from '../report/statement/statement-data.ts';
import { linesTable, statementJson, totalsTable } from '../report/statement/statement-files.ts';
import { statementHtml } from '../report/statement/statement-html.ts';
import { tableCsv } from '../report/table-csv.ts';
import { tableParquet } from '../report/table-parquet.ts';
import { workbook } from '../report/workbook.ts';
import type { ReportContext } from './report-context.ts';

export interface StatementsAsked {
  readonly month: string;
  readonly window: Window;
  /** Null for all of them. */
  readonly tenant: string | null;
  readonly adjustments: readonly Adjustment[];
  readonly capacity: CapacitySettings;
  readonly sharedCost: readonly SharedCostRule[];
}

/**
 * The statements of a month, by tenant.
 *
 * Their totals sum to the contracted cost of the month, adjustments apart.
 *
 * @throws StoreError
 */
export function monthStatements(
  asked: StatementsAsked,
  context: ReportContext,
): readonly Statement[] {
  const { store, book, timeZone } = context;
  const { window, month, adjustments } = asked;
  const completeToMs = completeToOf(store.sourceStates());
  const head = {
    month,
    timeZone,
    generatedFrom: {
      priceBookVersion: context.priceBookVersion,
      rulesVersion: context.rulesVersion,
      completeTo: completeToMs === null ? null : isoTime(completeToMs),
    },
    isPreliminary: completeToMs === null || completeToMs < window.endMs,
    sharedBy: sharedWords(asked.capacity),
  };
  const lines = {
    filter: EMPTY_FILTER,
    groupBy: ['tenant'],
    window,
    step: 'all',
    timeZone,
  } as const;
  const byTenant = new Map<string, PricedLine[]>();
  for (const line of pricedLines(lines, store, book)) {
    const tenant = line.group[0] ?? '';
    const known = byTenant.get(tenant) ?? [];
    known.push(line);
    byTenant.set(tenant, known);
  }
  const agreed = adjustments.filter((one) => one.month === month);
  const shares = sharesByTenant(asked, context);
  const more = agreed.map(({ tenant }) => tenant);
  const tenants = [...new Set([...byTenant.keys(), ...shares.keys(), ...more])];
  return tenants
    .filter((tenant) => asked.tenant === null || tenant === asked.tenant)
    .sort((a, b) => (a < b ? -1 : 1))
    .map((tenant) => {
      const own = agreed.filter((one) => one.tenant === tenant);
      const priced = byTenant.get(tenant) ?? [];
      return statementOf({ ...head, tenant }, priced, shares.get(tenant) ?? [], own);
    });
}

type Share = Omit<StatementShare, 'amountCents'>;

/** What rules of shared cost gave to each tenant and took from it; over all it comes to nothing. */
function sharesByTenant(
  { window, sharedCost }: StatementsAsked,
  { store, book, timeZone }: ReportContext,
): ReadonlyMap<string, readonly Share[]> {
  const byTenant = new Map<string, Share[]>();
  if (sharedCost.length === 0) return byTenant;
  const moves = (metric: 'cost' | 'contractedCost'): readonly SharedMove[] =>
    sharedMoves({ metric, filter: EMPTY_FILTER, window, timeZone }, sharedCost, store, book);
  const keyOf = ({ rule, from, to }: SharedMove): string => JSON.stringify([rule, from, to]);
  const list = new Map(moves('cost').map((move) => [keyOf(move), move.attoUsd]));
  const add = (tenant: string, share: Share): void => {
    byTenant.set(tenant, [...(byTenant.get(tenant) ?? []), share]);
  };
  for (const move of moves('contractedCost')) {
    const { rule, from, to, attoUsd } = move;
    if (from === to) continue;
    const method = SHARE_WORDS[move.method];
    const listAttoUsd = list.get(keyOf(move)) ?? 0n;
    add(to, { rule, method, otherTenant: from, listAttoUsd, amountAttoUsd: attoUsd });
    const taken = { listAttoUsd: -listAttoUsd, amountAttoUsd: -attoUsd };
    add(from, { rule, method, otherTenant: to, ...taken });
  }
  return byTenant;
}

const SHARE_WORDS = {
  usage: 'by usage of each day',
  evenly: 'evenly',
  fixed: 'by fixed weights',
} as const;

/** How capacity that several use is split, in words for the reader of a bill. */
function sharedWords({ share }: CapacitySettings): string {
  const usual = 'by the tokens that each tenant sent through it in the hour';
  if (share.length === 0) return usual;
  const rules = share.map(({ match, method }) => `${match} ${METHOD_WORDS[method]}`);
  return `${rules.join('; ')}; all else ${usual}`;
}

const METHOD_WORDS = { tokens: 'by tokens', evenly: 'evenly', fixed: 'by fixed weights' } as const;

/** A file by its name, with its bytes piece by piece. */
export interface NamedFile {
  readonly name: string;
  readonly pieces: Iterable<string | Uint8Array>;
}

/** HTML and JSON are one file a tenant, to forward; tables hold all tenants. */
export function statementFiles(
  statements: readonly Statement[],
  month: string,
  formats: readonly MadeFormat[],
): readonly NamedFile[] {
  return formats.flatMap((format): readonly NamedFile[] => {
    const name = `statements-${month}.${format}`;
    switch (format) {
      case 'html':
        return statements.map((one) => ({
          name: fileName(one, format),
          pieces: [statementHtml(one)],
        }));
      case 'json':
        return statements.map((one) => ({
          name: fileName(one, format),
          pieces: [statementJson(one)],
        }));
      case 'csv':
        return [{ name, pieces: tableCsv(linesTable(statements)) }];
      case 'xlsx':
        return [{ name, pieces: [workbook([totalsTable(statements), linesTable(statements)])] }];
      case 'parquet':
        return [
          { name, pieces: tableParquet(linesTable(statements), new Set(['tenant', 'month'])) },
        ];
    }
  });
}

/** Names of tenants are outside text: what a file name cannot hold is left out, and told apart. */
function fileName({ tenant, month }: Statement, ending: string): string {
  const safe = tenant.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 60);
  const mark = createHash('sha256').update(tenant).digest('hex').slice(0, 8);
  return `statement-${month}-${safe === tenant ? safe : `${safe}-${mark}`}.${ending}`;
}
