/** Packs texts into a ZIP archive; the same texts give the same bytes. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly text: string;
}

/** 1 January 1980, the first day that the format knows: no clock shows in the bytes. */
const DOS_DATE = 0x0021;
const UTF8_NAMES = 0x0800;
const DEFLATE = 8;
const VERSION = 20;

/** An archive of the entries in their order. Never throws. */
export function zip(entries: readonly ZipEntry[]): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text } of entries) {
    const raw = Buffer.from(text);
    const packed = deflateRawSync(raw, { level: 9 });
    const fields = commonFields(raw, packed, Buffer.byteLength(name));
    const local = Buffer.concat([u32(0x04034b50), u16(VERSION), fields, Buffer.from(name), packed]);
    const rest = [u16(0), u16(0), u16(0), u32(0), u32(offset), Buffer.from(name)];
    directory.push(u32(0x02014b50), u16(VERSION), u16(VERSION), fields, ...rest);
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const count = u16(entries.length);
  const ends = [u32(0x06054b50), u16(0), u16(0), count, count, u32(central.length), u32(offset)];
  return Buffer.concat([...locals, central, ...ends, u16(0)]);
}

/** What stands alike in an entry's own header and in the directory. */
function commonFields(raw: Buffer, packed: Buffer, nameBytes: number): Buffer {
  const dates = [u16(0), u16(DOS_DATE)];
  const sizes = [u32(crc32(raw)), u32(packed.length), u32(raw.length)];
  return Buffer.concat([u16(UTF8_NAMES), u16(DEFLATE), ...dates, ...sizes, u16(nameBytes), u16(0)]);
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
