/** `npm run bench -- page`: the page in Chromium, of a running server or over a month of the bench. */
import { writeFileSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium } from '../../support/chromium-path.ts';
import type { BenchRun } from '../main.ts';
import { ASKED_FILE } from '../query/asked.ts';
import { VIEWS_FILE } from '../load/seen-views.ts';
import { serveMonth } from './month-server.ts';
import { recordQuestions, recordViews } from './record.ts';
import { quantile, visit } from './visit.ts';

const TURNS = 5;

/**
 * Prints medians and 95th percentiles beside what the page promises.
 *
 * `--month=FILE` serves a database that the bench of questions has filled, `--url=` asks a server
 * that runs; `--record=1` writes down what the page asks instead, for the bench of questions.
 */
export async function benchPage(run: BenchRun): Promise<void> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('There is no Chromium: set CHROMIUM_PATH.');
  const month = run.word('month', '');
  const server = month === '' ? null : await serveMonth(month);
  const url = server?.url ?? run.word('url', 'http://127.0.0.1:4680');
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  try {
    if (run.option('record', 0) > 0) await record(browser, url, run.say);
    else await measure(browser, url, run);
  } finally {
    await browser.close();
    await server?.stop();
  }
}

async function record(browser: Browser, url: string, say: BenchRun['say']): Promise<void> {
  const shapes = await recordQuestions(browser, url);
  writeFileSync(ASKED_FILE, `${shapes.join('\n')}\n`);
  say(`${shapes.length} questions of the page written to ${ASKED_FILE}`);
  const views = await recordViews(browser, url);
  const lines = views.flatMap(({ view, shapes: own }) => own.map((shape) => `${view} ${shape}`));
  writeFileSync(VIEWS_FILE, `${lines.join('\n')}\n`);
}

async function measure(browser: Browser, url: string, { size, say }: BenchRun): Promise<void> {
  const { firstMs, changeMs } = await visit(browser, url, size ?? TURNS);
  say(`first figures  p50 ${ms(firstMs, 0.5)}  p95 ${ms(firstMs, 0.95)}  promised 1000 ms`);
  say(`changes        p50 ${ms(changeMs, 0.5)}  p95 ${ms(changeMs, 0.95)}  promised 200 ms`);
}

function ms(values: readonly number[], share: number): string {
  return `${Math.round(quantile(values, share))} ms`;
}
