/** A report as its readers see it, in a frame that runs no script and reaches nothing. */
import { useEffect, useRef } from 'preact/hooks';
import type { StoredReport } from '../../shared/report-contract.ts';
import { reportFileUrl } from '../api/ask-reports.ts';
import { Icon } from '../part/icon.tsx';

export interface Preview {
  /** What it is of, in words. */
  readonly title: string;
  readonly report: StoredReport;
  readonly file: string;
}

export function PreviewCard(props: { readonly preview: Preview; readonly onClose: () => void }) {
  const { preview, onClose } = props;
  const { title, report, file } = preview;
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'start' });
    section.current?.focus({ preventScroll: true });
  }, [file, report.name, report.revision]);
  return (
    <section
      class="card span-12 report-preview"
      aria-label={`Report ${title}`}
      tabIndex={-1}
      ref={section}
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
    >
      <header class="card-head">
        <h2>{file}</h2>
        <div class="card-actions">
          <a
            class="icon-button"
            href={reportFileUrl(report, file)}
            download={file}
            aria-label={`Download ${file}`}
            title="Download"
          >
            <Icon name="download" />
          </a>
          <button
            type="button"
            class="icon-button"
            aria-label="Close the report"
            title="Close"
            onClick={onClose}
          >
            <Icon name="close" />
          </button>
        </div>
      </header>
      <iframe sandbox="" src={reportFileUrl(report, file, true)} title={`Report ${title}`} />
    </section>
  );
}
