/** Adds PDF to made reports, printed of their HTML; without a browser the HTML goes out instead. */
import type { Config } from '../config/config.ts';
import type { StoredReportFile } from '../store/report-ledger.ts';
import { orderWindow, type MadeReport, type MakeReport, type ReportOrder } from './make-report.ts';
import { findChromium, PdfError, printPdf } from './print-pdf.ts';

/** Makes what is ordered, and prints it where a PDF is among it. */
export function withPdf(make: MakeReport, chromium: Config['chromium']): MakeReport {
  return async (order, onProgress) => {
    const made = await make(order, onProgress);
    if (!order.formats.includes('pdf')) return made;
    try {
      return await printed(made, order, chromium);
    } catch (error) {
      if (!(error instanceof PdfError)) throw error;
      return { ...made, summary: `${made.summary} There is no PDF of it: ${error.message}` };
    }
  };
}

async function printed(
  made: MadeReport,
  order: ReportOrder,
  { path, searchPath }: Config['chromium'],
): Promise<MadeReport> {
  const browser = findChromium(path, searchPath);
  const { endMs } = orderWindow(order);
  const isPage = ({ name }: StoredReportFile): boolean => name.endsWith('.html');
  const pdfs: StoredReportFile[] = [];
  for (const page of made.files.filter(isPage)) {
    const html = Buffer.from(page.bytes).toString('utf8');
    const bytes = await printPdf(browser, html, endMs);
    const name = page.name.replace(/\.html$/, '.pdf');
    pdfs.push({ name, contentType: 'application/pdf', bytes });
  }
  const kept = made.files.filter((file) => order.formats.includes('html') || !isPage(file));
  return { ...made, files: [...kept, ...pdfs] };
}
