/** The frame of the page, and the view that the question asks for. */
import { useEffect } from 'preact/hooks';
import { Failed } from '../part/card.tsx';
import { HelpDialog } from '../part/help-dialog.tsx';
import { lazy } from '../part/lazy.tsx';
import { Kiosk } from '../part/kiosk.tsx';
import { Rail } from '../part/rail.tsx';
import { TopBar } from '../part/top-bar.tsx';
import { isShown, session } from '../state/session.ts';
import { isPaletteOpen, isSaveOpen, isShareOpen, question } from '../state/store.ts';
import { VIEW_ENTRIES } from '../state/views.ts';
import { COMPONENT_OF } from './registry.ts';

const Palette = lazy(async () => (await import('../part/palette.tsx')).Palette, false);
const ShareDialog = lazy(async () => (await import('../part/share-dialog.tsx')).ShareDialog, false);
const SaveDialog = lazy(async () => (await import('../part/save-dialog.tsx')).SaveDialog, false);

/** For addresses that somebody else has sent. */
function NotShown() {
  const tenants = session.value?.tenants?.join(', ') ?? '';
  return (
    <>
      <header class="answer">
        <h1>{VIEW_ENTRIES[question.value.view].word}</h1>
      </header>
      <Failed
        problem={{
          message: 'This view tells of all tenants.',
          hint: `You see ${tenants}: ask an admin, or choose another view.`,
        }}
      />
    </>
  );
}

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
        <main id="main">{isShown(view) ? <View key={view} /> : <NotShown />}</main>
      </div>
      <HelpDialog />
      {isPaletteOpen.value && <Palette />}
      {isSaveOpen.value && <SaveDialog />}
      {isShareOpen.value && <ShareDialog />}
    </>
  );
}
