/** Reads records by their shapes: what was learnt of one is filled in for all others like it. */
import type { Call, Invocation, Principal, TokenCounts } from './invocation.ts';
import { COUNT_MAX } from './json.ts';
import { principalOf, isBelieved } from './parse-records.ts';
import { readRequestMetadata } from './request-metadata.ts';
import { NOT_REMEMBERED, NUMBERED, Scanner } from './scanner.ts';
import type { Range } from './shape.ts';
import { learnPlan, type Plan, type Recipe } from './skim-plan.ts';
import { Skimmer } from './skim.ts';
import { parseTimestamp } from './timestamp.ts';

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] };

/** Calls of one shape: they differ in time, id, caller, metadata and figures only. */
export interface CallShape {
  /** In these it is the record that was read last, until the next one is. */
  readonly call: Call;
  /** Equal callers have one number as long as the shape lives; so have roles and metadata. */
  readonly callerNumber: number;
  /** Of the caller whatever its session is. */
  readonly roleNumber: number;
  readonly metadataNumber: number;
}

/** Number of what is not remembered. */
export const NO_NUMBER = NOT_REMEMBERED;

interface FilledShape extends CallShape {
  readonly plan: Plan;
  callerNumber: number;
  roleNumber: number;
  metadataNumber: number;
  readonly call: Omit<Mutable<Call>, 'tokens'> & { readonly tokens: Mutable<TokenCounts> };
}

/** Reads lines of records; keeps what it has learnt. */
class RecordSkimmer {
  readonly #scanner = new Scanner();
  readonly #learner = new Skimmer();
  /** By number; a shape that was met once, or has to be read in full, says so. */
  readonly #shapes: (FilledShape | 'met' | 'rare' | undefined)[] = [];
  readonly #principals: (Principal | undefined)[] = [];
  readonly #roles = new Map<string, number>();
  /** By number of the caller. */
  readonly #roleNumbers: number[] = [];
  readonly #metadata: (ReadonlyMap<string, string> | undefined)[] = [];
  #generations = 0;
  /** Where the lines lie that the scanner holds. */
  #bytes: Buffer = Buffer.alloc(0);

  /** The 16 bytes of the last record's id. */
  get idBytes(): Uint8Array {
    return this.#scanner.idBytes;
  }

  get requestId(): string {
    return this.#scanner.textOf('id');
  }

  hold(bytes: Buffer, length: number): void {
    this.#bytes = bytes;
    this.#scanner.hold(bytes, length);
  }

  read(range: Range, nowMs: number): FilledShape | null {
    const scanner = this.#scanner;
    if (!scanner.scan(range)) return null;
    this.#forgetOld();
    const shape = this.#shapeOf(range);
    if (shape === null) return null;
    const timestampMs = this.#timestampMs();
    if (timestampMs === null || !isBelieved(timestampMs, nowMs)) return null;
    const { call, plan } = shape;
    call.timestampMs = timestampMs;
    if (plan.hasArn) {
      shape.callerNumber = scanner.numberOf(1);
      call.principal = this.#principal(shape.callerNumber);
      shape.roleNumber = this.#roleNumbers[shape.callerNumber] ?? NO_NUMBER;
    }
    if (plan.hasMetadata) {
      shape.metadataNumber = scanner.numberOf(2);
      call.requestMetadata = this.#requestMetadata(shape.metadataNumber);
    }
    return fill(shape, scanner.counts) ? shape : null;
  }

  /** Numbers of texts that began anew mean others now. */
  #forgetOld(): void {
    const scanner = this.#scanner;
    let generations = 0;
    for (let index = 0; index < NUMBERED.length; index += 1) {
      generations += scanner.generationOf(index);
    }
    if (generations === this.#generations) return;
    this.#generations = generations;
    this.#shapes.length = 0;
    this.#principals.length = 0;
    this.#roles.clear();
    this.#roleNumbers.length = 0;
    this.#metadata.length = 0;
  }

  #shapeOf(range: Range): FilledShape | null {
    const number = this.#scanner.numberOf(0);
    if (number === NOT_REMEMBERED) return null;
    const known = this.#shapes[number];
    if (known === undefined) {
      this.#shapes[number] = 'met';
      return null;
    }
    // Learning costs more than reading: a shape that never comes again is not learnt.
    const shape = known === 'met' ? this.#learn(range) : known;
    this.#shapes[number] = shape;
    return shape === 'rare' ? null : shape;
  }

  #learn(range: Range): FilledShape | 'rare' {
    const plan = this.#learner.skim(this.#bytes, range, true)
      ? learnPlan(this.#learner.shape)
      : null;
    if (plan === null) return 'rare';
    const { requestId: _, tokens, ...common } = plan.common;
    const call = { ...common, tokens: { ...tokens } };
    return { plan, call, callerNumber: 0, roleNumber: 0, metadataNumber: 0 };
  }

  #timestampMs(): number | null {
    const { timestampMs } = this.#scanner;
    return Number.isNaN(timestampMs) ? parseTimestamp(this.#scanner.textOf('time')) : timestampMs;
  }

  #principal(number: number): Principal {
    const known = this.#principals[number];
    if (known !== undefined) return known;
    const principal = principalOf(this.#scanner.textOf('arn'));
    if (number >= 0) {
      this.#principals[number] = principal;
      const role = this.#roles.get(principal.arn) ?? this.#roles.size;
      this.#roles.set(principal.arn, role);
      this.#roleNumbers[number] = role;
    }
    return principal;
  }

  #requestMetadata(number: number): ReadonlyMap<string, string> {
    const known = this.#metadata[number];
    if (known !== undefined) return known;
    // It was found to be JSON on the way.
    const requestMetadata: unknown = JSON.parse(this.#scanner.textOf('metadata'));
    const metadata = readRequestMetadata({ requestMetadata });
    if (number >= 0) this.#metadata[number] = metadata;
    return metadata;
  }
}

const skimmer = new RecordSkimmer();

/**
 * Takes in the lines that skimCall is to read next; they must not change before it has.
 *
 * @param bytes with lines up to `length`, each with a newline behind it.
 */
export function holdLines(bytes: Buffer, length: number): void {
  skimmer.hold(bytes, length);
}

/**
 * Reads the record at [start, end) many times faster than parseRecords, and makes no texts of it.
 *
 * @param range in what holdLines took in.
 * @param nowMs as parseRecords takes it.
 * @returns what parseRecords gives for this text, but for the id, which skimmedId tells; null for
 *   what is rare, broken or no single record, which parseRecords has to read. Never throws.
 */
export function skimCall(range: Range, nowMs: number): CallShape | null {
  return skimmer.read(range, nowMs);
}

/** The 16 bytes of the id of the record that was read last; good until the next one is. */
export function skimmedId(): Uint8Array {
  return skimmer.idBytes;
}

/** The same record as skimCall, as an invocation that stays. */
export function skimRecord(bytes: Buffer, range: Range, nowMs: number): Invocation | null {
  skimmer.hold(bytes, range.end + 1);
  const shape = skimmer.read(range, nowMs);
  if (shape === null) return null;
  return { ...shape.call, requestId: skimmer.requestId, tokens: { ...shape.call.tokens } };
}

/** Puts the figures of a record in; false for counts that are too large together. */
function fill({ call, plan }: FilledShape, counts: Float64Array): boolean {
  const { tokens } = call;
  const recipes = plan.tokens;
  call.latencyMs = sumOf(plan.latencyMs, counts);
  call.firstTokenMs = sumOf(plan.firstTokenMs, counts);
  tokens.input = sumOf(recipes.input, counts);
  tokens.output = sumOf(recipes.output, counts);
  tokens.cacheRead = sumOf(recipes.cacheRead, counts);
  tokens.cacheWrite = sumOf(recipes.cacheWrite, counts);
  tokens.cacheWrite5m = sumOf(recipes.cacheWrite5m, counts);
  tokens.cacheWrite1h = sumOf(recipes.cacheWrite1h, counts);
  // Each count is one; a sum of several may not be.
  return (tokens.cacheWrite5m ?? 0) <= COUNT_MAX && (tokens.cacheWrite1h ?? 0) <= COUNT_MAX;
}

function sumOf(recipe: Recipe, counts: Float64Array): number | null {
  if (recipe === null) return null;
  let sum = 0;
  for (const index of recipe) sum += counts[index] ?? 0;
  return sum;
}
