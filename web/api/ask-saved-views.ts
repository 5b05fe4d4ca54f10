/** Saved views: asked, saved and deleted. */
import { API } from '../../shared/contract.ts';
import type { SavedViewsReply } from '../../shared/saved-views.ts';
import { call, send } from './call.ts';

export function askSavedViews(signal: AbortSignal): Promise<SavedViewsReply> {
  return call<SavedViewsReply>(API.views, [], signal);
}

/** @param search the part of the URL from `?` on. */
export function saveView(
  view: { readonly name: string; readonly search: string },
  signal: AbortSignal,
): Promise<SavedViewsReply> {
  return send<SavedViewsReply>(API.views, view, signal);
}

export function deleteView(name: string, signal: AbortSignal): Promise<SavedViewsReply> {
  return send<SavedViewsReply>(API.deleteView, { name }, signal);
}
