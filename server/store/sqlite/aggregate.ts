/** Adds up what groups did in intervals, from rollups where they answer and rows where not. */
import type { Dimension } from '../../../shared/dimensions.ts';
import type { AggregateCell, AggregateRequest } from '../store.ts';
import type { ChargeTable } from './charges.ts';
import { cubeFor, type Cube } from './cube.ts';
import { GroupSums } from './group-sums.ts';
import { readHorizons } from './horizons.ts';
import type { Database } from './open-database.ts';
import type { Packs } from './packs.ts';
import { planSegments, usableLevels, type Segment } from './plan.ts';
import { ReadBudget, type ReadLimits } from './read-budget.ts';
import type { RowReader, SummedRow } from './row-reader.ts';
import { decodeQuantities } from './rollup-table.ts';
import type { Series, SeriesIndex } from './series.ts';

/** Groups of rows that are remembered; past this the memory starts anew. */
const ROW_GROUPS_MAX = 200_000;

export interface AggregatorParts {
  readonly series: SeriesIndex;
  readonly rows: RowReader;
  readonly packs: Packs;
  readonly charges: ChargeTable;
}

/** Answers aggregate questions. */
export class Aggregator {
  readonly #database: Database;
  readonly #series: SeriesIndex;
  readonly #rows: RowReader;
  readonly #packs: Packs;
  readonly #charges: ChargeTable;
  readonly #limits: ReadLimits;

  constructor(database: Database, parts: AggregatorParts, limits: ReadLimits) {
    this.#database = database;
    this.#series = parts.series;
    this.#rows = parts.rows;
    this.#packs = parts.packs;
    this.#charges = parts.charges;
    this.#limits = limits;
  }

  /**
   * @returns one cell for each group and interval that has invocations or charges, in no order.
   * @throws TooMuchToReadError past the limits of reading.
   */
  answer(request: AggregateRequest): readonly AggregateCell[] {
    // One transaction, so that rows and rollups of one answer are of one moment.
    return this.#database.transaction(() => this.#answer(request)).deferred();
  }

  #answer(request: AggregateRequest): readonly AggregateCell[] {
    const series = this.#series.current();
    const asked = [...request.groupBy, ...request.filter.terms.map((term) => term.dimension)];
    const levels = usableLevels(asked, this.#series.columns);
    const horizons = readHorizons(this.#database);
    const { boundariesMs, segments } = planSegments(request.boundariesMs, levels, horizons);
    const sums = new GroupSums(request, boundariesMs, this.#series);
    const cube = cubeFor(asked);
    const budget = new ReadBudget(this.#limits);
    const hasMinutes = (atMs: number): boolean =>
      levels.includes('minute') && atMs >= horizons.minutesMs;
    const isRolled = levels.length > 0;
    const answer: Answering = { request, sums, series, budget, hasMinutes, isRolled };
    for (const segment of segments) {
      const beforeRows = budget.rows;
      const startMs = performance.now();
      this.#addSegment(segment, cube, answer);
      request.onRead?.({
        ...segment,
        cube: segment.level === 'rows' ? null : cube,
        reads: budget.rows - beforeRows,
        tookMs: performance.now() - startMs,
      });
    }
    if (request.need.usage) this.#addCharges(boundariesMs, { sums, budget });
    return sums.cells();
  }

  #addCharges(cutsMs: readonly number[], { sums, budget }: Pick<Answering, 'sums' | 'budget'>) {
    const [startMs = 0, endMs = 0] = [cutsMs[0], cutsMs.at(-1)];
    for (const row of this.#charges.between(startMs, endMs)) {
      budget.spend(1);
      sums.charge(row.series_id, row.bucket_start_ms, row.quantity);
    }
  }

  #addSegment(segment: Segment, cube: Cube, answer: Answering): void {
    const { sums, budget } = answer;
    const { level } = segment;
    if (level === 'rows') {
      if (answer.isRolled) this.#addFigures(segment, answer);
      else this.#addRows(segment, answer);
      return;
    }
    sums.within(segment.startMs, segment.endMs);
    const { latency, firstToken } = answer.request.need;
    // Minute rollups are a tenant cube themselves.
    const readable = level === 'minute' && cube === 'full' ? 'tenant' : cube;
    const range = { ...segment, level, cube: readable, latency, firstToken };
    const into = { sink: sums, budget };
    this.#packs.read(range, into, (startMs, endMs) => {
      if (level !== 'fiveMinutes') {
        return this.#packs.readTable({ ...range, level, startMs, endMs }, into);
      }
      const finer = answer.hasMinutes(startMs) ? 'minute' : 'rows';
      this.#addSegment({ level: finer, startMs, endMs }, cube, answer);
      sums.within(segment.startMs, segment.endMs);
    });
  }

  /** Rows of a question that their series answer: nothing else of them is looked at. */
  #addFigures({ startMs, endMs }: Segment, { sums, budget }: Answering): void {
    for (const [atMs, seriesId, latencyMs, firstTokenMs, amounts] of this.#rows.figures(
      startMs,
      endMs,
    )) {
      budget.spend(1);
      const quantities = decodeQuantities(amounts);
      sums.rowOfSeries(seriesId, { atMs, quantities, latencyMs, firstTokenMs });
    }
  }

  #addRows({ startMs, endMs }: Segment, { request, sums, series, budget }: Answering): void {
    const groups = new Map<string, number | null>();
    const needsId = [...request.groupBy, ...request.filter.terms.map((term) => term.dimension)];
    const hasId = needsId.includes('requestId');
    const groupOf = (row: SummedRow, one: Series): number | null => {
      const valueOf = (dimension: Dimension): string => this.#rows.valueOf(row, one, dimension);
      if (hasId) return sums.groupOfRow(valueOf);
      const key = `${row.series_id}/${row.detail_id}/${row.tag_set_id}`;
      const known = groups.get(key);
      if (known !== undefined) return known;
      const group = sums.groupOfRow(valueOf);
      if (groups.size >= ROW_GROUPS_MAX) groups.clear();
      groups.set(key, group);
      return group;
    };
    for (const row of this.#rows.between(startMs, endMs, hasId)) {
      budget.spend(1);
      const one = series[row.series_id];
      const group = one ? groupOf(row, one) : null;
      if (!one || group === null) continue;
      sums.row(group, one, {
        atMs: row.timestamp_ms,
        quantities: decodeQuantities(row.quantities),
        latencyMs: row.latency_ms,
        firstTokenMs: row.first_token_ms,
      });
    }
  }
}

interface Answering {
  readonly request: AggregateRequest;
  readonly sums: GroupSums;
  readonly series: readonly (Series | undefined)[];
  readonly budget: ReadBudget;
  /** Whether minutes answer it from an instant on. */
  readonly hasMinutes: (atMs: number) => boolean;
  /** Whether series tell all apart that it asks for. */
  readonly isRolled: boolean;
}
