/** Tag keys that become dimensions: what they are read from, in which form, how many values. */
import { styledValue, type ValueStyle } from './value-style.ts';

/** Tags of a call; of equal keys the strongest first. */
type Tags = readonly (readonly [key: string, value: string, ...rest: readonly unknown[]])[];

export interface DeclaredTag {
  readonly key: string;
  /** Values told apart a day; those past it count as one. */
  readonly valuesMax: number;
  /** Null when the call has none of the keys, or an empty value. */
  readonly valueOf: (tags: Tags) => string | null;
}

/** Settings of a declared tag. */
export interface DeclaredTagSettings {
  readonly key: string;
  /** Other keys that mean the same; the first that a call has counts, after the key itself. */
  readonly from: readonly string[];
  readonly style: ValueStyle;
  readonly valuesMax: number;
}

/** Makes a declared tag of its settings. Never throws. */
export function createDeclaredTag(settings: DeclaredTagSettings): DeclaredTag {
  const { key, from, style, valuesMax } = settings;
  const keys = [key, ...from];
  const valueOf = (tags: Tags): string | null => {
    for (const name of keys) {
      const found = tags.find(([one]) => one === name);
      const value = found ? styledValue(found[1], style) : '';
      if (value !== '') return value;
    }
    return null;
  };
  return { key, valuesMax, valueOf };
}
