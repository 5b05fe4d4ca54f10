/** Finds which of many texts a value contains, in one walk over it (Aho and Corasick, 1975). */
import { assert } from '../../shared/assert.ts';

/** Texts longer than this are found by their last characters, so that the table stays small. */
const TEXT_CHARS_MAX = 32;

interface Node {
  readonly next: Map<number, number>;
  readonly numbers: number[];
}

/**
 * Builds the finder.
 *
 * @param texts each with the numbers to give when it is found; '' is found in every value.
 * @returns adds the numbers of all texts that a value may contain to a list, in no order.
 */
export function createLiteralFinder(
  texts: readonly (readonly [text: string, number: number])[],
): (value: string, found: number[]) => void {
  const nodes = buildTrie(texts);
  const classes = charClasses(nodes);
  const classCount = classes.size + 1; // Class 0 is of all characters that no text has.
  const ascii = new Uint16Array(128);
  for (const [char, index] of classes) if (char < 128) ascii[char] = index;
  const { table, numbers } = buildTable(nodes, classes, classCount);
  const always = numbers[0] ?? [];
  const isEnd = Uint8Array.from(numbers, (list, state) => (state > 0 && list.length > 0 ? 1 : 0));
  return (value, found) => {
    let state = 0;
    for (const number of always) found.push(number);
    for (let index = 0; index < value.length; index += 1) {
      const char = value.charCodeAt(index);
      const classIndex = char < 128 ? ascii[char] : (classes.get(char) ?? 0);
      state = table[state * classCount + (classIndex ?? 0)] ?? 0;
      if (isEnd[state] === 1) for (const number of numbers[state] ?? []) found.push(number);
    }
  };
}

function buildTrie(texts: readonly (readonly [string, number])[]): readonly Node[] {
  const nodes: Node[] = [{ next: new Map(), numbers: [] }];
  for (const [text, number] of texts) {
    let at = 0;
    for (const char of charCodes(text.slice(-TEXT_CHARS_MAX))) {
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

function charClasses(nodes: readonly Node[]): ReadonlyMap<number, number> {
  const chars = new Set(nodes.flatMap(({ next }) => [...next.keys()]));
  return new Map([...chars].map((char, index) => [char, index + 1]));
}

/** The whole automaton as a table: from state and class to the next state. */
function buildTable(
  nodes: readonly Node[],
  classes: ReadonlyMap<number, number>,
  classCount: number,
): { readonly table: Int32Array; readonly numbers: readonly (readonly number[])[] } {
  const table = new Int32Array(nodes.length * classCount);
  const numbers = nodes.map((node) => [...node.numbers]);
  const fails = new Int32Array(nodes.length);
  const queue = [0];
  for (const state of queue) {
    const fail = at(fails, state);
    if (state !== 0)
      table.copyWithin(state * classCount, fail * classCount, (fail + 1) * classCount);
    if (fail !== 0) at(numbers, state).push(...at(numbers, fail));
    for (const [char, next] of at(nodes, state).next) {
      const cell = state * classCount + (classes.get(char) ?? 0);
      fails[next] = state === 0 ? 0 : at(table, cell);
      table[cell] = next;
      queue.push(next);
    }
  }
  return { table, numbers };
}

/** States and cells are numbered by the trie that the lists were made from. */
function at<Value>(list: { readonly [index: number]: Value }, index: number): Value {
  const value = list[index];
  assert(value !== undefined, 'each state of the finder has its entry');
  return value;
}
