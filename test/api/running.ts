/** What only a running server has, for tests of all routes. */
import { Access } from '../../server/access/access.ts';
import { createLiveFeed } from '../../server/api/live-feed.ts';
import type { Config } from '../../server/config/config.ts';
import { parseConfig } from '../../server/config/parse-config.ts';
import { shownSettings } from '../../server/config/shown-settings.ts';
import { HAND_BOOK, storeOf } from '../query/ask.ts';
import { T0_MS } from '../support/metered.ts';

function anyConfig(): Config {
  const parsed = parseConfig('', {});
  if (!parsed.ok) throw new Error('An empty config is a valid one.');
  return parsed.value;
}

/** Laid over what `appParts` gives. */
export const RUNNING = {
  access: new Access({
    store: storeOf([]).access,
    settings: anyConfig().access,
    nowMs: () => T0_MS,
  }),
  prices: {
    book: HAND_BOOK,
    list: HAND_BOOK,
    bundled: HAND_BOOK,
    layer: null,
    version: 'by hand',
  },
  live: createLiveFeed({ store: storeOf([]), nowMs: () => T0_MS }),
  settings: shownSettings(anyConfig(), '1.2.3'),
  doctor: { report: () => Promise.reject(new Error('nobody asks')) },
};
