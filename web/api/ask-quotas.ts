/** The question about quotas, as one call. */
import { API } from '../../shared/contract.ts';
import type { QuotasReply } from '../../shared/quotas.ts';
import { isoTime, type Window } from '../../shared/window.ts';
import { call } from './call.ts';

/** Peaks against quotas in a window. */
export function askQuotas(
  { startMs, endMs }: Window,
  filter: string,
  signal: AbortSignal,
): Promise<QuotasReply> {
  const parameters = [
    ['filter', filter],
    ['from', isoTime(startMs)],
    ['to', isoTime(endMs)],
  ] as const;
  return call<QuotasReply>(API.quotas, parameters, signal);
}
