/** Reads what stands beside a shape: the time and the id of a record. */
import { isDigit } from './json';
import { OUT_ID, OUT_TIME } from './places';

const DAYS = memory.data<u16>([0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]);

/** Notes the time that stands here as epoch ms; NaN for one that is written in another way. */
export function noteTime(at: usize, end: usize): void {
  store<f64>(OUT_TIME, end - at == 20 ? timeOf(at) : NaN);
}

/** Of 2026-01-02T03:04:05Z. */
function timeOf(at: usize): f64 {
  const marks =
    load<u8>(at, 4) == 0x2d && load<u8>(at, 7) == 0x2d && load<u8>(at, 10) == 0x54 &&
    load<u8>(at, 13) == 0x3a && load<u8>(at, 16) == 0x3a && load<u8>(at, 19) == 0x5a;
  const century = pair(at);
  const ofCentury = pair(at + 2);
  const month = pair(at + 5);
  const day = pair(at + 8);
  const hour = pair(at + 11);
  const minute = pair(at + 14);
  const second = pair(at + 17);
  if (!marks || (century | ofCentury | month | day | hour | minute | second) < 0) return NaN;
  const year = century * 100 + ofCentury;
  // The 29th and later days of a month are left to the calendar of JavaScript.
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 28) return NaN;
  if (hour > 23 || minute > 59 || second > 59) return NaN;
  const days = daysTo(year, month) + day - 1;
  return <f64>days * 86400000.0 + <f64>((hour * 60 + minute) * 60 + second) * 1000.0;
}

/** Days from 1970 to the first of a month. */
function daysTo(year: i32, month: i32): i32 {
  const before = year - 1;
  const leaps = before / 4 - before / 100 + before / 400 - 477;
  const isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  const ofYear = <i32>load<u16>(DAYS + ((month - 1) << 1)) + <i32>(isLeap && month > 2);
  return (year - 1970) * 365 + leaps + ofYear;
}

function pair(at: usize): i32 {
  const tens = load<u8>(at);
  const ones = load<u8>(at, 1);
  if (!isDigit(tens) || !isDigit(ones)) return -1;
  return (<i32>tens - 48) * 10 + <i32>ones - 48;
}

/** Notes the 16 bytes of the UUID that stands here, in lower case as AWS writes it. */
export function noteId(from: usize, end: usize): bool {
  if (end - from != 36) return false;
  if (load<u8>(from, 8) != 0x2d || load<u8>(from, 13) != 0x2d) return false;
  if (load<u8>(from, 18) != 0x2d || load<u8>(from, 23) != 0x2d) return false;
  let at = from;
  let bad: i32 = 0;
  for (let index: usize = 0; index < 16; index += 1) {
    if (load<u8>(at) == 0x2d) at += 1;
    const high = nibble(load<u8>(at));
    const low = nibble(load<u8>(at, 1));
    bad |= high | low;
    store<u8>(OUT_ID + index, <u8>((high << 4) | low));
    at += 2;
  }
  return bad >= 0;
}

// @ts-ignore: decorator
@inline
function nibble(byte: u8): i32 {
  if (byte >= 0x30 && byte <= 0x39) return <i32>byte - 0x30;
  return byte >= 0x61 && byte <= 0x66 ? <i32>byte - 0x57 : -1;
}
