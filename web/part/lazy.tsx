/** A part whose code is loaded when it is first shown; its place is held until then. */
import type { FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Failed } from './card.tsx';

type Loaded<Props> = { readonly Part: FunctionComponent<Props> };

/**
 * @param load imports the part; asked once, and again after a failure.
 * @param holdsPlace false for what opens over the page.
 */
export function lazy<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
  holdsPlace = true,
): FunctionComponent<Props> {
  let known: Loaded<Props> | null = null;
  return function Lazy(props: Props) {
    const [loaded, setLoaded] = useState(known);
    const [hasFailed, setHasFailed] = useState(false);
    useEffect(() => {
      if (loaded) return;
      load().then(
        (Part) => setLoaded((known = { Part })),
        () => setHasFailed(true),
      );
    }, []);
    if (hasFailed) return <Failed problem={GONE} />;
    if (!loaded && !holdsPlace) return null;
    if (!loaded) return <div class="skeleton skeleton-view" aria-label="Loading" role="status" />;
    return <loaded.Part {...props} />;
  };
}

const GONE = {
  message: 'This part of the page could not be loaded.',
  hint: 'Reload the page: the server may have been updated since it was opened.',
};
