/** Names that the palette offers: tenants, models and saved views, asked when it opens. */
import { askSavedViews } from '../api/ask-saved-views.ts';
import { askValues } from '../api/ask.ts';
import { may } from './session.ts';
import { useLoad } from './use-load.ts';

interface Names {
  readonly tenants: readonly string[];
  readonly models: readonly string[];
  readonly savedViews: readonly { readonly name: string; readonly search: string }[];
}

const NO_VIEWS = { views: [] };
const NONE: Names = { tenants: [], models: [], savedViews: [] };

export function useNames(isOpen: boolean): Names {
  const load = useLoad(isOpen ? 'names' : null, 0, async (signal): Promise<Names> => {
    const [tenants, models, saved] = await Promise.all([
      askValues('tenant', '', signal),
      askValues('model', '', signal),
      may('whole') ? askSavedViews(signal) : NO_VIEWS,
    ]);
    return { tenants: tenants.values, models: models.values, savedViews: saved.views };
  });
  return load.data ?? NONE;
}
