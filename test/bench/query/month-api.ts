/** The API over a month of the bench, asked in this process by a clock that stands. */
import { parseConfigText } from '../../../server/cli/config-file.ts';
import { openLiveBook } from '../../../server/cli/live-book.ts';
import type { Root } from '../../../server/cli/root.ts';
import { createApi } from '../../../server/api/create-api.ts';
import type { Config } from '../../../server/config/config.ts';
import type { Store } from '../../../server/store/store.ts';
import { MONTH_END_MS } from './month.ts';

export const MONTH_ROOT: Root = {
  nowMs: () => MONTH_END_MS,
  jitter: () => 0.5,
  environment: {},
  writeOut: () => undefined,
  writeError: (text) => process.stderr.write(text),
  endWith: () => undefined,
};

/** What watches the month: alarms with and without a season, budgets with and without groups. */
export function monthConfig(database: string): Config {
  const text = {
    database,
    listen: '127.0.0.1:0',
    attribution: { tags: ['feature'] },
    defaultAlarms: true,
    budgets: [
      { name: 'Month', amount: 100_000, actual: [80, 100], forecast: [100] },
      { name: 'Tenants', amount: 10_000, period: 'week', groupBy: ['tenant'], actual: [100] },
    ],
  };
  // JSON is YAML too.
  return parseConfigText(JSON.stringify(text), 'the bench', MONTH_ROOT);
}

export type Ask = (address: string) => Promise<{ readonly status: number; readonly body: string }>;

/** Asks as a thread of the server does, up to the bytes of the reply. */
export function monthApi(store: Store): Ask {
  const config = monthConfig(':memory:');
  const { alarms, budgets, composites, timeZone, retentionDays, sharedCost } = config;
  const { prices } = openLiveBook({ pricesPath: null, database: ':memory:' });
  let failure: unknown = null;
  const api = createApi(
    {
      store,
      book: prices.book,
      prices,
      alarms,
      budgets,
      composites,
      sharedCost,
      rules: { version: config.rules.version, rules: [] },
      timeZone,
      retentionDays,
      version: '0',
      nowMs: MONTH_ROOT.nowMs,
    },
    null,
    (error) => (failure = error),
  );
  return async (address) => {
    const response = await api.request(address);
    if (failure !== null) throw failure as Error; // What a route threw.
    return { status: response.status, body: await response.text() };
  };
}
