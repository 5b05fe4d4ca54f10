/** The bench of metering and rating, at full size: its time beside that of JSON.parse. */
import { formatAttoUsd } from '../../shared/money.ts';
import type { BenchRun } from './main.ts';
import { demoTraffic, meterAndRate } from './meter-and-rate.ts';

export async function benchMeter({ size, say }: BenchRun): Promise<void> {
  const found = meterAndRate(demoTraffic(10_000), size ?? 1_000_000);
  const ratio = (ms: number): string => (ms / found.jsonMs).toFixed(3);
  say(
    `${found.calls} calls of ${(found.bytes / found.calls).toFixed(0)} bytes of JSON each, ` +
      `${found.lines} usage lines, ${found.unpricedLines} unpriced, ` +
      `${formatAttoUsd(found.attoUsd)} USD.`,
  );
  say(`JSON.parse: ${found.jsonMs.toFixed(0)} ms.`);
  say(
    `Metering and rating: ${found.meterAndRateMs.toFixed(0)} ms, ` +
      `${ratio(found.meterAndRateMs)} of JSON.parse.`,
  );
  say(
    `Reading records, JSON.parse within: ${found.recordMs.toFixed(0)} ms, ` +
      `${ratio(found.recordMs)} of JSON.parse.`,
  );
}
