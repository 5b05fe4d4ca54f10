/** Days of a whole server in minutes: all passes, its threads, and somebody who looks. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseConfigText } from '../../../server/cli/config-file.ts';
import { demoConfigText } from '../../../server/cli/demo-config.ts';
import type { Root } from '../../../server/cli/root.ts';
import { startServer } from '../../../server/cli/serve.ts';
import { createRandom } from '../../../server/demo/random.ts';
import { DAY_MS, HOUR_MS } from '../../../shared/window.ts';
import { seenViews } from '../../bench/load/seen-views.ts';
import { addressOf, scopeAt } from '../../bench/query/asked.ts';
import { measure, type Sample } from './gauge.ts';
import { VirtualClock } from './virtual-clock.ts';

const START_MS = Date.UTC(2026, 9, 1);
/** What is due within one is done at its end: some 700 rounds of all passes in a month. */
const STEP_MS = HOUR_MS;
const SAMPLE_MS = 4 * HOUR_MS;
const HISTORY_DAYS = 1;
/** Short, so that most of what comes goes again within the days of a soak. */
const RETENTION_DAYS = { rows: 4, minutes: 2, quarantine: 4 };

export interface Soaked {
  /** In the order of time, each four hours of the virtual clock. */
  readonly samples: readonly Sample[];
  readonly answers: number;
  /** What was not answered with 200, and passes that failed. */
  readonly failures: readonly string[];
  readonly calls: number;
}

/** @param onSample told of each, with the days that have gone by. */
export async function runSoak(
  days: number,
  onSample: (sample: Sample, day: number) => void,
): Promise<Soaked> {
  const folder = mkdtempSync(path.join(tmpdir(), 'outcrop-soak-'));
  const child = fork(
    new URL('world-child.ts', import.meta.url),
    [`${START_MS}`, `${HISTORY_DAYS}`],
    {
      execArgv: ['--import', 'tsx'],
    },
  );
  try {
    const [awsUrl] = (await once(child, 'message')) as [string]; // Its first word.
    return await soak({ days, folder, awsUrl, child }, onSample);
  } finally {
    child.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Place {
  readonly days: number;
  readonly folder: string;
  readonly awsUrl: string;
  readonly child: ChildProcess;
}

async function soak(
  { days, folder, awsUrl, child }: Place,
  onSample: (sample: Sample, day: number) => void,
): Promise<Soaked> {
  const clock = new VirtualClock(START_MS, STEP_MS);
  const root = rootOf(clock);
  const database = path.join(folder, 'outcrop.db');
  const config = configOf({ folder, database, awsUrl }, root);
  let calls = 0;
  const server = await startServer(config, root, {
    isQuiet: true,
    pause: clock.pause,
    onBatch: (_, counts) => void (calls += counts.invocations),
  });
  const samples: Sample[] = [];
  const viewer = new Viewer(server.url, clock);
  try {
    const endMs = START_MS + days * DAY_MS;
    while (clock.nowMs() < endMs) {
      await clock.leap();
      child.send(clock.nowMs());
      await once(child, 'message');
      await viewer.look();
      if (clock.nowMs() % SAMPLE_MS !== 0) continue;
      const sample = measure(database);
      samples.push(sample);
      onSample(sample, (clock.nowMs() - START_MS) / DAY_MS);
    }
  } finally {
    await server.stop();
  }
  return { samples, calls, answers: viewer.answers, failures: viewer.failures };
}

function rootOf(clock: VirtualClock): Root {
  const random = createRandom(1);
  return {
    nowMs: clock.nowMs,
    jitter: () => random.next(),
    environment: {},
    writeOut: () => undefined,
    writeError: (text) => process.stderr.write(text),
    endWith: () => undefined,
  };
}

function configOf(
  { folder, database, awsUrl }: { folder: string; database: string; awsUrl: string },
  root: Root,
) {
  const text = demoConfigText({
    awsUrl,
    databasePath: database,
    listen: '127.0.0.1:0',
    days: HISTORY_DAYS,
    reportDirectory: path.join(folder, 'reports'),
    webhookUrl: null,
  });
  // JSON is YAML too.
  const kept = `retentionDays: ${JSON.stringify(RETENTION_DAYS)}\n`;
  return parseConfigText(text + kept, 'the soak', root);
}

/** Looks at one view after the other. */
class Viewer {
  readonly #url: string;
  readonly #clock: VirtualClock;
  readonly #views = [...seenViews().values()];
  readonly failures: string[] = [];
  answers = 0;
  #turn = 0;

  constructor(url: string, clock: VirtualClock) {
    this.#url = url;
    this.#clock = clock;
  }

  async look(): Promise<void> {
    const shapes = this.#views[this.#turn % this.#views.length] ?? [];
    this.#turn += 1;
    const scope = scopeAt({ from: 'now-24h', timeZone: 'UTC' }, this.#clock.nowMs());
    for (const shape of shapes) {
      const response = await fetch(this.#url + addressOf(shape, scope));
      await response.arrayBuffer();
      this.answers += 1;
      const isThere = response.ok || shape.includes('/alarms/bars'); // The demo has other alarms.
      if (!isThere) this.failures.push(`${response.status} ${shape.slice(0, 80)}`);
    }
  }
}
