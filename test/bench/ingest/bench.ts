/** Records of a folder into the database, beside what else one would take for it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BenchRun } from '../main.ts';
import { runPaired, type Outcome } from '../paired.ts';
import { buildBundle, contestants, installDuckDb } from './contestants.ts';
import { writeRecordSet, type Weight } from './record-set.ts';

const FILE_RECORDS: Readonly<Record<Weight, number>> = { lean: 19_000, fat: 2_500 };

/** So many that the half second before threads are hot is a small part of the whole. */
const RECORDS: Readonly<Record<Weight, number>> = { lean: 2_000_000, fat: 300_000 };

/** Options: --lean=RECORDS --fat=RECORDS --turns=N --cache=FOLDER; 0 records leaves a set out. */
export async function benchIngest(run: BenchRun): Promise<void> {
  const cache = run.word('cache', path.join(os.tmpdir(), 'outcrop-bench'));
  const turns = run.option('turns', 3);
  buildBundle();
  installDuckDb(cache);
  run.say(
    `${os.cpus()[0]?.model ?? 'unknown'}, ${os.cpus().length} cores, node ${process.version}`,
  );
  for (const weight of ['fat', 'lean'] as const) {
    const records = run.option(weight, RECORDS[weight]);
    if (records === 0) continue;
    const places = { records: recordsIn(cache, weight, records), scratch: cache, cache };
    run.say(`${weight}: ${records} records, ${turns} turns`);
    warmUp(places.records); // Else who comes first waits for the disk.
    tell(await runPaired(contestants(places), turns), records, run.say);
  }
}

function warmUp(folder: string): void {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (entry.isFile()) readFileSync(path.join(entry.parentPath, entry.name));
  }
}

/** A set is made once and kept: the same size has the same records. */
export function recordsIn(cache: string, weight: Weight, records: number): string {
  const folder = path.join(cache, `${weight}-${records}`);
  const done = path.join(cache, `${weight}-${records}.done`);
  if (existsSync(done)) return folder;
  mkdirSync(folder, { recursive: true });
  writeRecordSet(folder, weight, { records, recordsPerFile: FILE_RECORDS[weight] });
  writeFileSync(done, '');
  return folder;
}

function tell(outcomes: readonly Outcome[], records: number, say: BenchRun['say']): void {
  for (const { name, medianMs, medianRatio, ratios, peakMb, said } of outcomes) {
    const [low, high] = [Math.min(...ratios), Math.max(...ratios)];
    const parts = [
      name.padEnd(14),
      `${(medianMs / 1000).toFixed(2)} s`,
      `${Math.round(records / medianMs)} k records/s`,
      `x${medianRatio.toFixed(2)} [${low.toFixed(2)}-${high.toFixed(2)}]`,
      `${Math.round(peakMb)} MB`,
      said.length < 40 ? said : '',
    ];
    say(`  ${parts.join('  ')}`);
  }
}
