/** The questions about who pays, and what the editor of rules sends, each as one call. */
import type {
  AttributionReply,
  PastRules,
  RulesPreviewReply,
  RulesTextReply,
} from '../../shared/attribution-contract.ts';
import { API } from '../../shared/contract.ts';
import type { SharedCostReply } from '../../shared/shared-cost.ts';
import { isoTime, type Window } from '../../shared/window.ts';
import { call, send } from './call.ts';

/** What each rule caught in a window, what has no payer, and who pays. */
export function askAttribution(
  { startMs, endMs }: Window,
  timeZone: string,
  signal: AbortSignal,
): Promise<AttributionReply> {
  const parameters = [
    ['from', isoTime(startMs)],
    ['to', isoTime(endMs)],
    ['tz', timeZone],
  ] as const;
  return call<AttributionReply>(API.attribution, parameters, signal);
}

/** What each tenant pays in a window, with its parts of what several share. */
export function askSharedCost(
  { startMs, endMs }: Window,
  signal: AbortSignal,
): Promise<SharedCostReply> {
  const parameters = [
    ['from', isoTime(startMs)],
    ['to', isoTime(endMs)],
  ] as const;
  return call<SharedCostReply>(API.sharedCost, parameters, signal);
}

/** The rules as text, and the file that they stand in. */
export function askRulesText(signal: AbortSignal): Promise<RulesTextReply> {
  return call<RulesTextReply>(API.rulesText, [], signal);
}

/** What a text of rules would make of the newest calls, or its mistakes. Changes nothing. */
export function tryRules(text: string, signal: AbortSignal): Promise<RulesPreviewReply> {
  return send<RulesPreviewReply>(API.rulesPreview, { text }, signal);
}

/** Puts a text of rules in the place of their file. */
export function saveRules(text: string, signal: AbortSignal): Promise<RulesTextReply> {
  return send<RulesTextReply>(API.rulesText, { text }, signal);
}

/** Begins to give stored calls the tenants of the rules in force. @param from a day */
export function applyRules(from: string, signal: AbortSignal): Promise<PastRules> {
  return send<PastRules>(API.applyRules, { from }, signal);
}
