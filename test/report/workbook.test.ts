/** A workbook opens elsewhere: its archive is whole, its text is text, its numbers are exact. */
import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { workbook } from '../../server/report/workbook.ts';
import type { Table } from '../../server/report/table.ts';

/** Texts of an archive by name, read by its own directory as every unpacker does. */
function unzip(bytes: Uint8Array): ReadonlyMap<string, string> {
  const file = Buffer.from(bytes);
  const end = file.length - 22;
  expect(file.readUInt32LE(end)).toBe(0x06054b50);
  let at = file.readUInt32LE(end + 16);
  const texts = new Map<string, string>();
  for (let left = file.readUInt16LE(end + 10); left > 0; left -= 1) {
    const packed = file.readUInt32LE(at + 20);
    const nameBytes = file.readUInt16LE(at + 28);
    const local = file.readUInt32LE(at + 42);
    const name = file.toString('utf8', at + 46, at + 46 + nameBytes);
    const start = local + 30 + file.readUInt16LE(local + 26);
    const text = inflateRawSync(file.subarray(start, start + packed)).toString();
    expect(Buffer.byteLength(text)).toBe(file.readUInt32LE(at + 24));
    texts.set(name, text);
    at += 46 + nameBytes;
  }
  return texts;
}

const TABLE: Table = {
  name: 'Lines: a/b?',
  columns: [
    { name: 'name', kind: 'text' },
    { name: 'usd', kind: 'decimal' },
  ],
  rows: [
    ['=HYPERLINK("http://x")', '0.000000000000000001'],
    ['<b>&\u0000\ud800', null],
  ],
};

describe('workbook', () => {
  test('P6: writes a name that begins a formula as text, and numbers with all their digits', () => {
    const sheet = unzip(workbook([TABLE])).get('xl/worksheets/sheet1.xml') ?? '';
    expect(sheet).toContain('t="inlineStr"');
    expect(sheet).not.toContain('<f>');
    expect(sheet).toContain('=HYPERLINK(&quot;http://x&quot;)');
    expect(sheet).toContain('<v>0.000000000000000001</v>');
    expect(sheet).toContain('&lt;b&gt;&amp;\ufffd\ufffd');
  });

  test('names its sheets without the signs that a tab cannot bear', () => {
    expect(unzip(workbook([TABLE])).get('xl/workbook.xml')).toContain('name="Lines  a b "');
  });

  test('has the same bytes for the same tables', () => {
    expect(workbook([TABLE])).toEqual(workbook([TABLE]));
  });

  test('refuses a number that is none', () => {
    const rows = [['a', '1e5']];
    expect(() => workbook([{ ...TABLE, rows }])).toThrow('plain decimal');
  });
});
