/** The window that a command's options name: all data when they name none. */
import { DAY_MS, type Window } from '../../shared/window.ts';
import { parseWindow, type QueryDefaults } from '../query/parse-query.ts';
import type { Store } from '../store/store.ts';
import { UsageError, type Root } from './root.ts';

export interface WindowOptions {
  readonly from?: string;
  readonly to?: string;
  readonly tz?: string;
}

/** What holds where a command's options say nothing: all that is stored. */
export function queryDefaultsOf(store: Store, root: Root): QueryDefaults {
  const nowMs = root.nowMs();
  const extent = store.extent() ?? { startMs: nowMs - DAY_MS, endMs: nowMs };
  const window = { startMs: extent.startMs, endMs: extent.endMs + 1 };
  return { nowMs, timeZone: 'UTC', window };
}

/** @throws UsageError for a time that is none and for an empty window. */
export function windowFromOptions(options: WindowOptions, store: Store, root: Root): Window {
  const text = { from: options.from ?? null, to: options.to ?? null };
  const window = parseWindow(text, queryDefaultsOf(store, root), options.tz ?? 'UTC');
  if (window.ok) return window.value;
  throw new UsageError(window.problem.message, window.problem.hint);
}
