/** Reports: what went out and when, statements and exports to download, and making one now. */
import { useEffect, useState } from 'preact/hooks';
import type { ReportsReply } from '../../shared/report-contract.ts';
import { askReports } from '../api/ask-reports.ts';
import { formatIso } from '../format/time.ts';
import { TrustBadge } from '../part/trust-badge.tsx';
import { may } from '../state/session.ts';
import { pollCount, question } from '../state/store.ts';
import { useLoad, type Load } from '../state/use-load.ts';
import { BillCard } from './reports-bill.tsx';
import { ReportDeliveriesCard } from './reports-deliveries.tsx';
import { ReportListCard } from './reports-list.tsx';
import { MakeReportCard } from './reports-make.tsx';
import { PreviewCard, type Preview } from './reports-preview.tsx';
import { DefinitionsCard } from './reports-definitions.tsx';
import { headlineOf } from './report-text.ts';
import '../style/reports.css';

/** While something is made, the page looks how far it is. */
const LOOK_EVERY_MS = 1_000;

export function ReportsView() {
  const [looks, setLooks] = useState(0);
  const [preview, setPreview] = useState<Preview | null>(null);
  const load = useLoad('reports', pollCount.value * 10_000 + looks, askReports);
  const isMaking = load.data?.making.some(({ state }) => isOpen(state)) ?? false;
  const look = (): void => setLooks((count) => count + 1);
  useEffect(() => {
    if (!isMaking) return;
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isMaking]);
  return (
    <>
      <Headline load={load} />
      <div class="grid">
        <ReportListCard kind="nightly" load={load} onPreview={setPreview} />
        {may('edit') && <MakeReportCard load={load} onOrdered={look} />}
        {preview && <PreviewCard preview={preview} onClose={() => setPreview(null)} />}
        <ReportListCard kind="statement" load={load} onPreview={setPreview} />
        <ReportListCard kind="focus" load={load} onPreview={setPreview} />
        {may('whole') && <BillCard />}
        <DefinitionsCard load={load} />
        <ReportDeliveriesCard load={load} onSent={look} />
      </div>
    </>
  );
}

function isOpen(state: ReportsReply['making'][number]['state']): boolean {
  return state === 'waiting' || state === 'running';
}

function Headline({ load }: { readonly load: Load<ReportsReply> }) {
  const { timeZone } = question.value;
  const at = (iso: string): string => formatIso(iso, timeZone, 'dayClock');
  return (
    <header class="answer">
      <h1>{load.data ? headlineOf(load.data, at) : 'Reports'}</h1>
      <TrustBadge />
    </header>
  );
}
