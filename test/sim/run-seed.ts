/** Runs one seed: days of calls and faults on a virtual clock, then quiet, then the reckoning. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEndpoint, type Endpoint } from '../../server/demo/endpoint.ts';
import { createWorld, type MemoryWorld } from '../../server/demo/memory-world.ts';
import type { Random } from '../../server/demo/random.ts';
import { parseRecords } from '../../server/record/parse-records.ts';
import type { SourceBatch } from '../../server/source/source.ts';
import type { IngestCounts } from '../../server/store/store.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import { pick } from './call-record.ts';
import { digestOf, readFacts } from './database-facts.ts';
import { violations } from './invariants.ts';
import { BUCKET } from './objects.ts';
import { replay } from './replay.ts';
import { ACCOUNT, drawScenario, type Scenario } from './scenario.ts';
import { GROUP, startProcess, type Fate, type SimProcess, type SimSource } from './sim-process.ts';

export interface SeedReport {
  /** A sentence for each thing that is wrong; [] when all is well. */
  readonly wrong: readonly string[];
  readonly calls: number;
  readonly requests: number;
  readonly failures: number;
  readonly deaths: number;
  /** Rows and rollups in short: alike for each run of a seed. */
  readonly digest: string;
}

/** Ages of the quiet end at which the readers still look: each stage of theirs comes by. */
const QUIET_HOURS = [0.2, 1, 4, 8, 25, 33, 34, 50, 75];
const POLL_MEAN_MS = 25 * MINUTE_MS;
/** Late by no more than this, a record is there after the next pass that went well. */
const PROMPT_MS = 2 * MINUTE_MS;

export async function runSeed(seed: number): Promise<SeedReport> {
  const folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'sim-'));
  try {
    return await new Run(drawScenario(seed), folder).report();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

class Run {
  readonly #scenario: Scenario;
  readonly #random: Random;
  readonly #folder: string;
  readonly #world: MemoryWorld;
  readonly #clock: { nowMs: number };
  readonly #endpoint: Endpoint;
  readonly #wrong: string[] = [];
  readonly #texts = new Set<string>();
  #process: SimProcess;
  #objectsWritten = 0;
  #told = { invocations: 0, unequalBatches: 0 };
  #failures = 0;
  #deaths = 0;

  constructor(scenario: Scenario, folder: string) {
    this.#scenario = scenario;
    this.#random = scenario.random;
    this.#folder = folder;
    this.#clock = { nowMs: scenario.span.startMs };
    this.#world = worldOf(scenario);
    this.#endpoint = createEndpoint({ world: this.#world, nowMs: () => this.#clock.nowMs });
    this.#process = this.#start();
  }

  async report(): Promise<SeedReport> {
    const { span } = this.#scenario;
    while (this.#clock.nowMs < span.endMs) {
      this.#clock.nowMs += drawPause(this.#random);
      await this.#pass(drawFate);
    }
    for (const hours of QUIET_HOURS) {
      this.#clock.nowMs = Math.max(this.#clock.nowMs, span.endMs + hours * HOUR_MS);
      await this.#pass(() => null);
    }
    this.#process.end();
    await replay(this.#scenario, path.join(this.#folder, 'replay.db'), this.#clock.nowMs);
    const facts = readFacts(this.#path);
    const again = readFacts(path.join(this.#folder, 'replay.db'));
    const wrong = [...this.#wrong, ...violations(this.#scenario, facts, again, this.#told)];
    const requests = [...this.#endpoint.calls.values()].reduce((sum, count) => sum + count, 0);
    const counts = { requests, failures: this.#failures, deaths: this.#deaths };
    return { wrong, calls: facts.rows.length, ...counts, digest: digestOf(facts) };
  }

  get #path(): string {
    return path.join(this.#folder, 'run.db');
  }

  #start(): SimProcess {
    const { scopes } = this.#scenario;
    const onCommit = (batch: SourceBatch, counts: IngestCounts): void =>
      this.#noteCommit(batch, counts);
    const around = { endpoint: this.#endpoint, path: this.#path, scopes, clock: this.#clock };
    return startProcess({ ...around, onCommit });
  }

  /** Every source is read once, in any order; a death ends the pass. */
  async #pass(fateOf: (random: Random) => Fate | null): Promise<void> {
    this.#writeObjects();
    for (const one of inAnyOrder(this.#random, this.#process.sources)) {
      this.#endpoint.setFaults(this.#scenario.weather.planAt(this.#clock.nowMs));
      const startMs = this.#clock.nowMs;
      const outcome = await this.#process.ingest(one.source, fateOf(this.#random));
      if (outcome === 'done') this.#checkPrompt(one, startMs);
      if (outcome === 'failed') this.#failures += 1;
      if (outcome !== 'died') continue;
      this.#deaths += 1;
      this.#process.end();
      this.#process = this.#start();
      return;
    }
  }

  #writeObjects(): void {
    const { objects } = this.#scenario;
    for (; ; this.#objectsWritten += 1) {
      const next = objects[this.#objectsWritten];
      if (!next || next.writtenAtMs > this.#clock.nowMs) return;
      const { key, content, writtenAtMs: lastModifiedMs } = next;
      this.#world.putObject({ bucket: BUCKET, key, content, lastModifiedMs });
    }
  }

  #noteCommit(batch: SourceBatch, counts: IngestCounts): void {
    const { nowMs } = this.#clock;
    const texts = batch.records.reduce((sum, one) => sum + parseRecords(one, nowMs).length, 0);
    // Each line of our objects is one record.
    const lines = (batch.parts ?? []).reduce((sum, part) => sum + part.count, 0);
    const isEqual = counts.records === texts + lines + batch.failures.length;
    if (!isEqual) this.#told.unequalBatches += 1;
    this.#told.invocations += counts.invocations;
    for (const { text } of batch.records) this.#texts.add(text);
    if ((batch.progress.completeToMs ?? 0) > nowMs) this.#wrong.push('I4: complete in the future');
  }

  /** A pass that caught up has all that came in time before it began. */
  #checkPrompt({ source, scope }: SimSource, startMs: number): void {
    const { progress } = this.#process.store.sourceState(source.id) ?? {};
    if (source.kind !== 'cloudWatchLogs' || progress?.done !== progress?.total) return;
    const missing = this.#scenario.logs.filter(
      ({ call, visibleAtMs }) =>
        call.scope === scope &&
        visibleAtMs <= startMs &&
        visibleAtMs - call.atMs <= PROMPT_MS &&
        !this.#texts.has(call.logText),
    );
    if (missing.length > 0) this.#wrong.push(`${missing.length} prompt records were passed over`);
  }
}

function worldOf({ scopes, logs }: Scenario): MemoryWorld {
  const world = createWorld([ACCOUNT]);
  world.addBucket(BUCKET);
  for (const scope of scopes) {
    const here = logs.filter(({ call }) => call.scope === scope);
    const events = here.map(({ call, visibleAtMs }) => {
      return { timestampMs: call.atMs, message: call.logText, ingestedAtMs: visibleAtMs };
    });
    world.addEvents(scope, GROUP, events);
  }
  return world;
}

/** Mostly minutes; now and then the program does not run for hours. */
function drawPause(random: Random): number {
  if (random.next() < 0.03) return Math.round((3 + random.next() * 17) * HOUR_MS);
  return Math.round(-POLL_MEAN_MS * Math.log(1 - random.next()));
}

function drawFate(random: Random): Fate | null {
  if (random.next() > 0.15) return null;
  const at = pick(random, ['request', 'beforeCommit', 'afterCommit', 'stop'] as const);
  return { at, after: random.integer(8) };
}

function inAnyOrder<Item>(random: Random, items: readonly Item[]): readonly Item[] {
  return random.next() < 0.5 ? items : [...items].reverse();
}
