/** Numbers for texts that repeat; callers choose the texts, so a full table begins anew. */
import { TABLES } from './places';

const INDEX_SLOTS: u32 = 65536;
const PROBES_MAX: u32 = 8;
const ENTRIES_MAX: u32 = 20000;
const INDEX_BYTES: u32 = INDEX_SLOTS * 4;
/** Hash, and where the text lies. */
const ENTRY_BYTES: u32 = 12;
const ENTRIES_BYTES: u32 = ENTRIES_MAX * ENTRY_BYTES;
const TABLE_BYTES: u32 = 3 << 20;
const ARENA: u32 = INDEX_BYTES + ENTRIES_BYTES;

const counts = memory.data(16, 16);
const arenaEnds = memory.data(16, 16);
const generations = memory.data(16, 16);

/** How often a table began anew: the numbers that it gave before mean nothing since. */
export function generation(table: u32): u32 {
  return load<u32>(generations + (table << 2));
}

/** The number of a text, from 0; -1 for one that is not remembered. */
export function intern(table: u32, from: usize, length: u32): i32 {
  const base = TABLES + table * TABLE_BYTES;
  const hash = hashOf(from, length);
  let free: usize = 0;
  for (let probe: u32 = 0; probe < PROBES_MAX; probe += 1) {
    const slot = base + (((hash + probe) & (INDEX_SLOTS - 1)) << 2);
    const number = load<u32>(slot);
    if (number == 0) {
      free = slot;
      break;
    }
    const entry = base + INDEX_BYTES + (number - 1) * ENTRY_BYTES;
    if (load<u32>(entry) != hash || load<u32>(entry, 8) != length) continue;
    if (memory.compare(base + ARENA + load<u32>(entry, 4), from, length) == 0) return number - 1;
  }
  return free == 0 ? -1 : add(table, free, hash, from, length);
}

function add(table: u32, slot: usize, hash: u32, from: usize, length: u32): i32 {
  const base = TABLES + table * TABLE_BYTES;
  const count = load<u32>(counts + (table << 2));
  const arenaEnd = load<u32>(arenaEnds + (table << 2));
  if (count >= ENTRIES_MAX || ARENA + arenaEnd + length > TABLE_BYTES) {
    begin(table);
    return -1;
  }
  const entry = base + INDEX_BYTES + count * ENTRY_BYTES;
  store<u32>(entry, hash);
  store<u32>(entry, arenaEnd, 4);
  store<u32>(entry, length, 8);
  memory.copy(base + ARENA + arenaEnd, from, length);
  store<u32>(slot, count + 1);
  store<u32>(counts + (table << 2), count + 1);
  store<u32>(arenaEnds + (table << 2), arenaEnd + length);
  return count;
}

function begin(table: u32): void {
  memory.fill(TABLES + table * TABLE_BYTES, 0, INDEX_BYTES);
  store<u32>(counts + (table << 2), 0);
  store<u32>(arenaEnds + (table << 2), 0);
  store<u32>(generations + (table << 2), generation(table) + 1);
}

function hashOf(from: usize, length: u32): u32 {
  let hash: u64 = 0x9e3779b97f4a7c15 ^ length;
  let at = from;
  const end = from + length;
  for (; at + 8 <= end; at += 8) hash = mixed(hash ^ load<u64>(at));
  let rest: u64 = 0;
  for (; at < end; at += 1) rest = (rest << 8) | load<u8>(at);
  hash = mixed(hash ^ rest);
  return <u32>(hash ^ (hash >> 32));
}

// @ts-ignore: decorator
@inline
function mixed(word: u64): u64 {
  const product = word * 0xd6e8feb86659fd93;
  return product ^ (product >> 32);
}
