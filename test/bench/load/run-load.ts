/** The three parts of a run under load, against one server. */
import { constants, copyFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { recordFiles } from './feed.ts';
import { startLoadServer } from './load-server.ts';
import { runPhase, wordsOf, type Phase, type PhasePlan } from './phase.ts';

export interface LoadPlan {
  /** The database that is copied. */
  readonly month: string;
  /** Where sets of records are kept. */
  readonly cache: string;
  /** A folder of its own for this run. */
  readonly place: string;
  readonly viewers: number;
  /** How long viewers look while nothing is read. */
  readonly aloneMs: number;
  /** How long they have looked before anything is measured. */
  readonly settleMs: number;
  /** Half of it is read alone, half while people look. */
  readonly set: { readonly records: number; readonly recordsPerFile: number };
}

export interface LoadOutcome {
  readonly alone: Phase;
  readonly viewed: Phase;
  readonly both: Phase;
  /** Pace of ingest with viewers, as a share of its pace alone. */
  readonly share: number;
}

/** Runs the three parts and says each as it ends. */
export async function runLoad(plan: LoadPlan, say: (line: string) => void): Promise<LoadOutcome> {
  const { place, set, settleMs, aloneMs: lastsMs } = plan;
  const name = `load-${set.records}-${set.recordsPerFile}`;
  const files = recordFiles(path.join(plan.cache, name), set);
  const database = path.join(place, 'outcrop.db');
  copyFileSync(plan.month, database, constants.COPYFILE_FICLONE);
  const people = Array.from({ length: plan.viewers }, (_, index) => `viewer-${index}`);
  const server = await startLoadServer(database, place, people);
  const part = async (title: string, own: Pick<PhasePlan, 'people' | 'food'>): Promise<Phase> => {
    const phase = await runPhase(server, database, { ...own, lastsMs, settleMs });
    say(wordsOf(title, phase).join('\n'));
    say(`  load of the machine ${(os.loadavg()[0] ?? 0).toFixed(1)}`);
    return phase;
  };
  try {
    const calls = set.records / 2;
    const half = files.length / 2;
    const alone = await part('ingest alone', {
      people: [],
      food: { files: files.slice(0, half), calls },
    });
    const viewed = await part('viewers alone', { people, food: null });
    const both = await part('both', { people, food: { files: files.slice(half), calls } });
    const share = (both.fed?.callsPerSecond ?? 0) / (alone.fed?.callsPerSecond ?? 1);
    say(`ingest with viewers goes at ${Math.round(100 * share)} % of its pace alone`);
    return { alone, viewed, both, share };
  } finally {
    await server.stop();
  }
}
