/** Finds which of many texts a value contains, in one walk over it (Aho and Corasick, 1975). */
import { assert } from '../../shared/assert.ts';

/** Of longer texts only so many characters are looked for, so that the table stays small. */
const TEXT_CHARS_MAX = 32;

/** Numbers of the texts that a value may contain, ascending; the same list for the same texts. */
export type LiteralFinder = (value: string) => readonly number[];

type Numbered = readonly (readonly [text: string, number: number])[];

interface Node {
  readonly next: Map<number, number>;
  readonly numbers: number[];
}

export const NO_NUMBERS: readonly number[] = [];

/**
 * Builds a finder of texts that a value contains anywhere.
 *
 * @param texts each with the number to give when it is found; '' is found in every value.
 */
export function createLiteralFinder(texts: Numbered): LiteralFinder {
  const nodes = buildTrie(texts.map(([text, number]) => [text.slice(-TEXT_CHARS_MAX), number]));
  const { table, numbers, classOf, classCount } = buildTable(nodes, true);
  const isEnd = Uint8Array.from(numbers, (list) => (list.length > 0 ? 1 : 0));
  const always = numbers[0] ?? NO_NUMBERS;
  return (value) => {
    let found = always;
    let all: Set<readonly number[]> | null = null;
    let state = 0;
    for (let index = 0; index < value.length; index += 1) {
      state = table[state * classCount + classOf(value.charCodeAt(index))] ?? 0;
      if (isEnd[state] !== 1) continue;
      const list = numbers[state] ?? NO_NUMBERS;
      if (list === found) continue;
      if (found === NO_NUMBERS) found = list;
      else all = (all ?? new Set([found])).add(list);
    }
    return all === null ? found : unionOf([...all]);
  };
}

/**
 * Builds a finder of texts that a value begins with: it looks no further than they agree.
 *
 * @param texts as of createLiteralFinder.
 */
export function createStartFinder(texts: Numbered): LiteralFinder {
  const nodes = buildTrie(texts.map(([text, number]) => [text.slice(0, TEXT_CHARS_MAX), number]));
  const { table, numbers, classOf, classCount } = buildTable(nodes, false);
  return (value) => {
    let found = numbers[0] ?? NO_NUMBERS;
    let state = 0;
    for (let index = 0; index < value.length; index += 1) {
      state = table[state * classCount + classOf(value.charCodeAt(index))] ?? 0;
      if (state === 0) break;
      found = numbers[state] ?? found;
    }
    return found;
  };
}

/** Each number once, ascending. */
export function unionOf(lists: readonly (readonly number[])[]): readonly number[] {
  return [...new Set(lists.flat())].toSorted((a, b) => a - b);
}

function buildTrie(texts: Numbered): readonly Node[] {
  const nodes: Node[] = [{ next: new Map(), numbers: [] }];
  for (const [text, number] of texts) {
    let at = 0;
    for (const char of charCodes(text)) {
      const next = nodes[at]?.next.get(char) ?? nodes.length;
      if (next === nodes.length) nodes.push({ next: new Map(), numbers: [] });
      nodes[at]?.next.set(char, next);
      at = next;
    }
    nodes[at]?.numbers.push(number);
  }
  return nodes;
}

function charCodes(text: string): readonly number[] {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}

interface Table {
  /** From state and class to the next state. */
  readonly table: Int32Array;
  /** What a walk to each state has found. */
  readonly numbers: readonly (readonly number[])[];
  readonly classOf: (char: number) => number;
  readonly classCount: number;
}

/**
 * The whole automaton as a table.
 *
 * @param isAnywhere true goes on from the longest end of a state that a text begins with; false
 *   goes back to state 0, which ends the walk, and a state holds what those on the way to it hold.
 */
function buildTable(nodes: readonly Node[], isAnywhere: boolean): Table {
  const classes = charClasses(nodes);
  const classCount = classes.size + 1; // Class 0 is of all characters that no text has.
  const table = new Int32Array(nodes.length * classCount);
  const numbers = nodes.map((node) => [...node.numbers]);
  const fails = new Int32Array(nodes.length);
  const queue = [0];
  for (const state of queue) {
    const fail = at(fails, state);
    if (isAnywhere && state !== 0)
      table.copyWithin(state * classCount, fail * classCount, (fail + 1) * classCount);
    if (isAnywhere ? fail !== 0 : state !== 0) at(numbers, state).push(...at(numbers, fail));
    for (const [char, next] of at(nodes, state).next) {
      const cell = state * classCount + (classes.get(char) ?? 0);
      const longest = state === 0 ? 0 : at(table, cell);
      fails[next] = isAnywhere ? longest : state;
      table[cell] = next;
      queue.push(next);
    }
  }
  const lists = numbers.map((list) => (list.length === 0 ? NO_NUMBERS : unionOf([list])));
  return { table, numbers: lists, classOf: classFinder(classes), classCount };
}

function charClasses(nodes: readonly Node[]): ReadonlyMap<number, number> {
  const chars = new Set(nodes.flatMap(({ next }) => [...next.keys()]));
  return new Map([...chars].map((char, index) => [char, index + 1]));
}

function classFinder(classes: ReadonlyMap<number, number>): (char: number) => number {
  const ascii = new Uint16Array(128);
  for (const [char, index] of classes) if (char < 128) ascii[char] = index;
  return (char) => (char < 128 ? (ascii[char] ?? 0) : (classes.get(char) ?? 0));
}

/** States and cells are numbered by the trie that the lists were made from. */
function at<Value>(list: { readonly [index: number]: Value }, index: number): Value {
  const value = list[index];
  assert(value !== undefined, 'each state of the finder has its entry');
  return value;
}
