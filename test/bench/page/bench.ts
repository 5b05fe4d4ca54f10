/** `npm run bench -- page --url=http://127.0.0.1:4680`: the page of a running server in Chromium. */
import { chromium } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium } from '../../support/chromium-path.ts';
import type { BenchRun } from '../main.ts';
import { quantile, visit } from './visit.ts';

const TURNS = 5;

/** Prints medians and 95th percentiles beside what the page promises. */
export async function benchPage({ size, word, say }: BenchRun): Promise<void> {
  const url = word('url', 'http://127.0.0.1:4680');
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('There is no Chromium: set CHROMIUM_PATH.');
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_FLAGS] });
  try {
    const { firstMs, changeMs } = await visit(browser, url, size ?? TURNS);
    say(`first figures  p50 ${ms(firstMs, 0.5)}  p95 ${ms(firstMs, 0.95)}  promised 1000 ms`);
    say(`changes        p50 ${ms(changeMs, 0.5)}  p95 ${ms(changeMs, 0.95)}  promised 200 ms`);
  } finally {
    await browser.close();
  }
}

function ms(values: readonly number[], share: number): string {
  return `${Math.round(quantile(values, share))} ms`;
}
