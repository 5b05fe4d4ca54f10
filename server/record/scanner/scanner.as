/** Walks a line and keeps what reading looks at: skim.ts once more, for the kinds of many. */
import * as json from './json';
import { generation, intern } from './intern';
import { KEYS, LINES, OUT, OUT_NUMBERS, OUT_SLOTS, SHAPE } from './places';
import * as shape from './shape';
import { noteId, noteTime } from './slots';

const NEWLINE: u8 = 0x0a;
const NULL_START: u8 = 0x6e;
const ONE: u8 = 0x31;
/** Longer lists, other than of chunks, are read in full. */
const LENGTH_MAX: i32 = 200;
/** `"content` and `_block`: what the type of a chunk of content begins with. */
const CONTENT: u64 = 0x746e65746e6f6322;
const BLOCK: u64 = 0x6b636f6c625f;
const BLOCK_MASK: u64 = 0xffffffffffff;

// What becomes of a value; scanner-keys.ts writes these numbers.
const WORD: u8 = 1;
const FLAG: u8 = 2;
const COUNT: u8 = 1;
const FIGURE: u8 = 2;
const NOTHING: u32 = 0;
const METADATA: u32 = 1;
const LENGTH: u32 = 1;
const EMPTY: u32 = 2;
const BY_TYPE: u8 = 1;
const BY_CONTENT: u8 = 2;
const BY_GUARDRAIL: u8 = 3;
const METADATA_SLOT: i32 = 3;

// A list of members: whether they are of a chunk, and 128 places by likeness. A member: sign,
// length of key, text, number, mark, then object and list, then its key.
const PLACES: usize = 4;
const MEMBER_OBJECT: usize = 8;
const MEMBER_LIST: usize = 12;
const MEMBER_KEY: usize = 16;

/** What the chunk at hand is, by its own members. */
let isContent: bool = false;
let isEvent: bool = false;
let isGuardrail: bool = false;
let isTelling: bool = false;

/** Scans the line that lies between these; 0 for what is no record, or is to be read in full. */
export function scan(fromIndex: u32, endIndex: u32): i32 {
  const from = LINES + fromIndex;
  const end = LINES + endIndex;
  shape.beginShape();
  json.setEnd(end);
  const first = json.skipSpace(from);
  if (load<u8>(end) != NEWLINE || load<u8>(first) != json.OBJECT) return 0;
  const last = object(first, KEYS, 0);
  if (last == json.REFUSED || last > end || json.skipSpace(last) < end) return 0;
  if (!noteSlots()) return 0;
  store<i32>(OUT, shape.countTotal);
  store<i32>(OUT, shape.shapeEnd, 4);
  return 1;
}

/** Reads time and id, and gives numbers to the shape, the ARN and the metadata. */
function noteSlots(): bool {
  noteTime(load<u32>(OUT_SLOTS), load<u32>(OUT_SLOTS, 4));
  if (!noteId(load<u32>(OUT_SLOTS, 8), load<u32>(OUT_SLOTS, 12))) return false;
  store<i32>(OUT_NUMBERS, intern(0, SHAPE, shape.shapeEnd));
  for (let slot: usize = 2; slot < 4; slot += 1) {
    const place = OUT_SLOTS + (slot << 3);
    const from = load<u32>(place);
    const number = from == 0 ? -1 : intern(<u32>slot - 1, from, load<u32>(place, 4) - from);
    store<i32>(OUT_NUMBERS + ((slot - 1) << 2), number);
  }
  for (let table: u32 = 0; table < 3; table += 1) {
    store<u32>(OUT_NUMBERS + 12 + (table << 2), generation(table));
  }
  return true;
}

function object(from: usize, keys: usize, depth: i32): usize {
  if (depth >= json.DEPTH_MAX) return json.REFUSED;
  shape.write(json.OBJECT);
  let at = json.skipSpace(from + 1);
  if (load<u8>(at) == json.OBJECT_END) return shape.close(json.OBJECT_END, at);
  while (true) {
    at = memberAt(at, keys, depth + 1);
    if (at == json.REFUSED) return json.REFUSED;
    at = json.skipSpace(at);
    const byte = load<u8>(at);
    if (byte == json.OBJECT_END) return shape.close(json.OBJECT_END, at);
    if (byte != json.COMMA) return json.REFUSED;
    at = json.skipSpace(at + 1);
  }
}

function memberAt(from: usize, keys: usize, depth: i32): usize {
  if (load<u8>(from) != json.QUOTE) return json.REFUSED;
  const keyStart = from + 1;
  const keyEnd = json.skipString(keyStart);
  if (keyEnd == json.REFUSED) return json.REFUSED;
  const isEscaped = json.isEscaped;
  const colon = json.skipSpace(keyEnd);
  if (load<u8>(colon) != json.COLON) return json.REFUSED;
  const at = json.skipSpace(colon + 1);
  const member = find(keys, keyStart, <u32>(keyEnd - 1 - keyStart));
  // An escape could hide a name that is looked for.
  if (member == 0) return isEscaped ? json.REFUSED : json.skipValue(at, depth);
  if (load<u32>(keys) != 0 && isPassedBy(load<u8>(member, 4), at)) {
    return json.skipValue(at, depth);
  }
  shape.write(load<u8>(member));
  return value(at, member, depth);
}

/** The member whose key lies here; 0 for one that is not kept. */
function find(keys: usize, key: usize, length: u32): usize {
  if (length == 0) return 0;
  const likeness = length * 31 + <u32>load<u8>(key) * 7 + <u32>load<u8>(key + length - 1);
  let place = likeness & 127;
  while (true) {
    const member = <usize>load<u32>(keys + PLACES + (place << 2));
    if (member == 0) return 0;
    if (<u32>load<u8>(member, 1) == length && isKey(member + MEMBER_KEY, key, length)) {
      return member;
    }
    place = (place + 1) & 127;
  }
}

function isKey(known: usize, key: usize, length: u32): bool {
  let index: u32 = 0;
  for (; index + 8 <= length; index += 8) {
    if (load<u64>(known + index) != load<u64>(key + index)) return false;
  }
  for (; index < length; index += 1) {
    if (load<u8>(known + index) != load<u8>(key + index)) return false;
  }
  return true;
}

/** Notes what a chunk says of itself; tells whether this member stays out of its shape. */
function isPassedBy(mark: u8, at: usize): bool {
  if (mark == BY_GUARDRAIL) isGuardrail = true;
  if (mark == BY_CONTENT) isEvent = true;
  if (mark == BY_TYPE) {
    isContent = load<u64>(at) == CONTENT && (load<u64>(at, 8) & BLOCK_MASK) == BLOCK;
  } else if (load<u8>(at) != NULL_START) isTelling = true;
  return mark == BY_CONTENT;
}

function value(at: usize, member: usize, depth: i32): usize {
  switch (load<u8>(at)) {
    case json.QUOTE:
      return text(at, load<u8>(member, 2));
    case json.OBJECT:
      return nested(at, load<u32>(member, MEMBER_OBJECT), depth);
    case json.LIST:
      return list(at, load<u32>(member, MEMBER_LIST), depth);
    default:
      return figure(at, load<u8>(member, 3));
  }
}

function text(at: usize, kind: u8): usize {
  const end = json.skipString(at + 1);
  if (end == json.REFUSED || kind == 0) return json.REFUSED;
  if (kind == WORD) return shape.copy(at, end);
  if (kind == FLAG) return shape.flag(at, end);
  if (json.isEscaped) return json.REFUSED;
  return shape.fill(<i32>kind - 3, at + 1, end - 1) ? end : json.REFUSED;
}

function nested(at: usize, kind: u32, depth: i32): usize {
  if (kind == NOTHING) return json.REFUSED;
  if (kind > EMPTY) return object(at, kind, depth);
  const end = json.skipValue(at, depth);
  if (end == json.REFUSED) return json.REFUSED;
  if (kind == METADATA) return shape.fill(METADATA_SLOT, at, end) ? end : json.REFUSED;
  shape.write(json.OBJECT);
  return shape.close(json.OBJECT_END, end - 1);
}

function list(at: usize, kind: u32, depth: i32): usize {
  if (kind == NOTHING) return json.REFUSED;
  if (kind != EMPTY) return elements(at, kind, depth);
  const end = json.skipValue(at, depth);
  if (end == json.REFUSED) return json.REFUSED;
  shape.write(json.LIST);
  return shape.close(json.LIST_END, end - 1);
}

function elements(from: usize, each: u32, depth: i32): usize {
  shape.write(json.LIST);
  let at = json.skipSpace(from + 1);
  if (load<u8>(at) == json.LIST_END) return shape.close(json.LIST_END, at);
  for (let kept = 0; kept <= LENGTH_MAX; ) {
    const place = shape.shapeEnd;
    at = element(at, each, depth + 1);
    if (at == json.REFUSED) return json.REFUSED;
    if (shape.shapeEnd != place) kept += 1;
    at = json.skipSpace(at);
    const byte = load<u8>(at);
    if (byte == json.LIST_END) return shape.close(json.LIST_END, at);
    if (byte != json.COMMA) return json.REFUSED;
    at = json.skipSpace(at + 1);
  }
  return json.REFUSED;
}

function element(at: usize, each: u32, depth: i32): usize {
  const place = shape.shapeEnd;
  const isChunk = each != LENGTH && load<u32>(each) != 0;
  shape.separate();
  if (each == LENGTH || load<u8>(at) != json.OBJECT) {
    shape.write(json.ZERO); // What is no object tells nothing here, whatever it is.
    if (isChunk) shape.rewind(place);
    return json.skipValue(at, depth);
  }
  if (!isChunk) return object(at, each, depth);
  isContent = false;
  isEvent = false;
  isGuardrail = false;
  isTelling = false;
  const end = object(at, each, depth);
  // Content without a guardrail's word, or a chunk of nothing that is read.
  if (!isTelling || ((isContent || isEvent) && !isGuardrail)) shape.rewind(place);
  return end;
}

function figure(at: usize, kind: u8): usize {
  const byte = load<u8>(at);
  if (byte != json.MINUS && !json.isDigit(byte)) return nothing(at);
  const end = json.skipNumber(at);
  if (end == json.REFUSED || kind == 0) return json.REFUSED;
  if (kind == COUNT) return shape.count(at, end);
  if (kind == FIGURE || byte == json.MINUS) return shape.copy(at, end);
  shape.write(ONE);
  return end;
}

/** Null is what AWS writes for nothing; true and false stand nowhere that is read. */
function nothing(at: usize): usize {
  const end = load<u8>(at) == NULL_START ? json.skipValue(at, 0) : json.REFUSED;
  return end == json.REFUSED ? json.REFUSED : shape.copy(at, end);
}
