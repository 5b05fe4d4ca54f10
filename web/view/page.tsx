/** The frame of the page, and the view that the question asks for. */
import { useEffect } from 'preact/hooks';
import { HelpDialog } from '../part/help-dialog.tsx';
import { Rail } from '../part/rail.tsx';
import { TopBar } from '../part/top-bar.tsx';
import { question } from '../state/store.ts';
import { VIEW_ENTRIES } from '../state/views.ts';
import { COMPONENT_OF } from './registry.ts';

export function Page() {
  const { view } = question.value;
  const title = VIEW_ENTRIES[view].word;
  const View = COMPONENT_OF[view];
  useEffect(() => {
    document.title = `${title} \u00b7 Outcrop`;
  }, [title]);
  return (
    <>
      <Rail />
      <div class="content">
        <TopBar />
        <main id="main">
          <View key={view} />
        </main>
      </div>
      <HelpDialog />
    </>
  );
}
