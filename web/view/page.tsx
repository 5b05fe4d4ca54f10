/** The frame of the page, and the view that the question asks for. */
import { useEffect } from 'preact/hooks';
import { HelpDialog } from '../part/help-dialog.tsx';
import { Rail } from '../part/rail.tsx';
import { TopBar } from '../part/top-bar.tsx';
import type { View } from '../state/question.ts';
import { question } from '../state/store.ts';
import { AlarmsView } from './alarms.tsx';
import { InvocationsView } from './invocations.tsx';
import { OverviewView } from './overview.tsx';
import { SourcesView } from './sources.tsx';

const VIEW_OF: Record<View, { readonly title: string; readonly View: () => preact.JSX.Element }> = {
  overview: { title: 'Overview', View: OverviewView },
  invocations: { title: 'Invocations', View: InvocationsView },
  alarms: { title: 'Alarms', View: AlarmsView },
  sources: { title: 'Sources', View: SourcesView },
};

export function Page() {
  const { title, View } = VIEW_OF[question.value.view];
  useEffect(() => {
    document.title = `${title} \u00b7 Outcrop`;
  }, [title]);
  return (
    <>
      <Rail />
      <div class="content">
        <TopBar />
        <main id="main">
          <View />
        </main>
      </div>
      <HelpDialog />
    </>
  );
}
