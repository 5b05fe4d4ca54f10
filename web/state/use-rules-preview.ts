/** Tries rules while they are typed: asks a moment after the last key, and drops old answers. */
import { useEffect, useState } from 'preact/hooks';
import type { RulesPreviewReply } from '../../shared/attribution-contract.ts';
import { tryRules } from '../api/ask-attribution.ts';
import { CallError } from '../api/call.ts';

const TYPING_MS = 500;

export interface TriedRules {
  /** Of the text when `isCurrent`, else of one before; null before the first. */
  readonly reply: RulesPreviewReply | null;
  readonly problem: CallError | null;
  readonly isCurrent: boolean;
}

/** @param text null while there is nothing to try. */
export function useRulesPreview(text: string | null): TriedRules {
  const [tried, setTried] = useState<{
    readonly text: string | null;
    readonly reply: RulesPreviewReply | null;
    readonly problem: CallError | null;
  }>({ text: null, reply: null, problem: null });
  useEffect(() => {
    if (text === null) {
      setTried({ text: null, reply: null, problem: null });
      return;
    }
    const aborter = new AbortController();
    const timer = setTimeout(() => {
      tryRules(text, aborter.signal).then(
        (reply) => setTried({ text, reply, problem: null }),
        (problem: unknown) => {
          if (problem instanceof CallError) setTried({ text, reply: null, problem });
        },
      );
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      aborter.abort();
    };
  }, [text]);
  const { reply, problem } = tried;
  return { reply, problem, isCurrent: text !== null && tried.text === text && reply !== null };
}
