/** PDF for the commands that write reports: found before the work, printed after it. */
import { join } from 'node:path';
import type { MadeFormat, ReportFormat } from '../../shared/report-contract.ts';
import type { Config } from '../config/config.ts';
import { findChromium, PdfError, printPdf } from '../job/print-pdf.ts';
import { writeWholeFile } from '../job/write-file.ts';
import { UsageError } from './root.ts';

export interface PdfPage {
  /** Of the HTML; the PDF has the same with its own ending. */
  readonly name: string;
  readonly html: string;
}

export interface PdfWriter {
  /** Formats that are no PDF. */
  readonly formats: readonly MadeFormat[];
  /** Prints pages into a folder, if a PDF is asked for. @returns paths @throws UsageError */
  write(pages: () => readonly PdfPage[], folder: string, atMs: number): Promise<readonly string[]>;
}

/** @throws UsageError when a PDF is asked for and no browser is there. */
export function pdfWriter(
  asked: readonly ReportFormat[],
  { path, searchPath }: Config['chromium'],
): PdfWriter {
  const formats = asked.flatMap((format) => (format === 'pdf' ? [] : [format]));
  if (formats.length === asked.length) return { formats, write: () => Promise.resolve([]) };
  const browser = orUsage(() => findChromium(path, searchPath));
  return {
    formats,
    async write(pages, folder, atMs) {
      const paths: string[] = [];
      for (const { name, html } of pages()) {
        const bytes = await printPdf(browser, html, atMs).catch(rethrow);
        const file = join(folder, name.replace(/\.html$/, '.pdf'));
        writeWholeFile(file, [bytes]);
        paths.push(file);
      }
      return paths;
    },
  };
}

function orUsage<Value>(work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    return rethrow(error);
  }
}

function rethrow(error: unknown): never {
  if (error instanceof PdfError) throw new UsageError(error.message, error.hint);
  throw error;
}
