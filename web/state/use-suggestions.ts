/** Completions for the filter field, asked for once typing rests. */
import { useEffect, useState } from 'preact/hooks';
import { suggest, type Suggestion } from './complete-filter.ts';
import { status } from './store.ts';

const REST_MS = 120;

/** What may follow the text; empty while the field is not in use. */
export function useSuggestions(text: string, isActive: boolean): readonly Suggestion[] {
  const [suggestions, setSuggestions] = useState<readonly Suggestion[]>([]);
  const tagKeys = status.value?.tagKeys ?? [];
  useEffect(() => {
    if (!isActive) return setSuggestions([]);
    const aborter = new AbortController();
    const timer = setTimeout(() => {
      void suggest(text, tagKeys, aborter.signal).then((found) => {
        if (!aborter.signal.aborted) setSuggestions(found);
      });
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [text, isActive]);
  return suggestions;
}
