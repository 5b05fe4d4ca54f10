/** The frame of the page, and the view that the question asks for. */
import { useEffect } from 'preact/hooks';
import { HelpDialog } from '../part/help-dialog.tsx';
import { lazy } from '../part/lazy.tsx';
import { Kiosk } from '../part/kiosk.tsx';
import { Rail } from '../part/rail.tsx';
import { TopBar } from '../part/top-bar.tsx';
import { isPaletteOpen, isSaveOpen, question } from '../state/store.ts';
import { VIEW_ENTRIES } from '../state/views.ts';
import { COMPONENT_OF } from './registry.ts';

const Palette = lazy(async () => (await import('../part/palette.tsx')).Palette, false);
const SaveDialog = lazy(async () => (await import('../part/save-dialog.tsx')).SaveDialog, false);

export function Page() {
  const { view } = question.value;
  const title = VIEW_ENTRIES[view].word;
  const View = COMPONENT_OF[view];
  useEffect(() => {
    document.title = `${title} \u00b7 Outcrop`;
  }, [title]);
  const isKiosk = question.value.kiosk === '1';
  return (
    <>
      {!isKiosk && <Rail />}
      <div class="content">
        {isKiosk ? <Kiosk /> : <TopBar />}
        <main id="main">
          <View key={view} />
        </main>
      </div>
      <HelpDialog />
      {isPaletteOpen.value && <Palette />}
      {isSaveOpen.value && <SaveDialog />}
    </>
  );
}
