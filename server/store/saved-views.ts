/** The face of the store for views that people have saved. */

export interface StoredView {
  readonly name: string;
  readonly search: string;
  readonly savedAtMs: number;
}

export interface SavedViewStore {
  /** All, by name. */
  list(): readonly StoredView[];
  /** Saves under the name, in the place of what had it. */
  save(view: StoredView): void;
  /** @returns whether there was one of that name. */
  remove(name: string): boolean;
}

/** What the store has for them. */
export interface SavedViewHolder {
  readonly savedViews: SavedViewStore;
}
