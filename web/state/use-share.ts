/** Makes a link to what is shown; what belongs to the moment is left out. */
import { useState } from 'preact/hooks';
import { sendShare } from '../api/ask-access.ts';
import { formatQuestion } from './question.ts';
import { question } from './store.ts';
import { useSend } from './use-send.ts';
import { VIEW_ENTRIES } from './views.ts';

interface ShareAsk {
  readonly tenants: readonly string[] | null;
  readonly days: number;
}

export function useShare() {
  const [link, setLink] = useState<string | null>(null);
  const { isBusy, problem, run } = useSend();
  const share = (ask: ShareAsk): void => {
    const shown = { ...question.value, theme: 'system', kiosk: '', before: '' } as const;
    const name = VIEW_ENTRIES[shown.view].word;
    run(async (signal) => {
      const { secret } = await sendShare({ ...ask, name, search: formatQuestion(shown) }, signal);
      setLink(`${location.origin}/share#${secret}`);
    });
  };
  return { link, isBusy, problem, share };
}
