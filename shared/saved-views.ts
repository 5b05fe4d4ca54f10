/** Views that people have saved: a name, and the part of the URL that shows it again. */

export interface SavedView {
  readonly name: string;
  /** '' or text that begins with `?`. */
  readonly search: string;
  /** UTC ISO. */
  readonly savedAt: string;
}

/** Reply of `GET /api/v1/views`, and of saving and deleting: all there are, by name. */
export interface SavedViewsReply {
  readonly views: readonly SavedView[];
}

export const SAVED_VIEWS_MAX = 200;
export const VIEW_NAME_CHARS_MAX = 80;
export const VIEW_SEARCH_CHARS_MAX = 4_000;
