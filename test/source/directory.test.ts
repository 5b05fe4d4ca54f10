/** Files and folders in every form that logs are handed about in. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { directorySource } from '../../server/source/directory.ts';
import { createReader, distinctTexts } from './rig.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'outcrop-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(name: string, content: string | Uint8Array): string {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

function source(...paths: readonly string[]) {
  return directorySource(paths.length > 0 ? paths : [root], { sourceId: 'files' });
}

const CALL = '{"schemaType":"ModelInvocationLog","modelId":"m"}';
const EVENTS = JSON.stringify({ events: [{ timestamp: 1, message: CALL }] }, null, 2);
const CHUNKS = JSON.stringify([{ type: 'message_start' }, { type: 'message_stop' }], null, 1);

describe('a file', () => {
  test.each<readonly [string, string, string | Uint8Array, readonly string[]]>([
    ['of lines', 'a.jsonl', `${CALL}\n{"b":1}\n`, [CALL, '{"b":1}']],
    ['of lines, in gzip', 'a.json.gz', gzipSync(`${CALL}\n{"b":1}`), [CALL, '{"b":1}']],
    ['of lines, .ndjson.gz', 'a.ndjson.gz', gzipSync(CALL), [CALL]],
    ['without an extension', 'records', CALL, [CALL]],
    ['named .log', 'a.log', CALL, [CALL]],
    ['with a byte order mark', 'a.json', `\ufeff${CALL}`, [CALL]],
    ['that is one array on a line', 'a.json', `[${CALL}]`, [`[${CALL}]`]],
    ['that is an export of CloudWatch Logs', 'events.json', EVENTS, [EVENTS]],
    ['of decoded stream chunks', 'decoded-chunks.json', CHUNKS, [CHUNKS]],
    ['of one pretty object', 'a.json', '{\n "a": 1\n}\n', ['{\n "a": 1\n}\n']],
    ['of two pretty objects', 'a.json', '{\n"a":1\n}\n{\n"b":2\n}', ['{\n"a":1\n}', '{\n"b":2\n}']],
    ['with a line that is no JSON', 'a.log', `hello\n${CALL}`, [CALL, 'hello']],
    ['with an envelope', 'a.jsonl', '{"key":"E1","record":{"modelId":"m"}}', ['{"modelId":"m"}']],
    [
      'with an envelope around all that a log says',
      'a.jsonl',
      '{"key":"E1","record":{"schemaType":"ModelInvocationLog","modelId":"m"}}',
      ['{"schemaType":"ModelInvocationLog","modelId":"m"}'],
    ],
    [
      'with a record that has a member of that name',
      'a.jsonl',
      '{"modelId":"m","record":{"a":1}}',
      ['{"modelId":"m","record":{"a":1}}'],
    ],
    ['that is empty', 'a.json', '', []],
    ['of empty lines', 'a.json', '\n\n \n', []],
  ])('%s', async (_name, name, content, texts) => {
    write(name, content);
    const reader = createReader();
    expect(distinctTexts(await reader.read(source()))).toEqual([...texts].sort());
    expect(reader.seen.size).toBe(1);
  });

  test('that is named itself is read whatever it is called', async () => {
    const file = write('calls.data', CALL);
    expect(await createReader().read(source(file))).toHaveLength(1);
    expect(await createReader().read(source())).toEqual([]);
  });

  test('that is broken is told as a failure and holds up nothing', async () => {
    const file = write('a.json.gz', gzipSync(CALL).subarray(0, -4));
    write('b.json', CALL);
    const reader = createReader();
    expect(await reader.read(source())).toHaveLength(1);
    const failures = reader.batches.flatMap((batch) => batch.failures);
    expect(failures).toMatchObject([{ origin: file, code: 'badGzip' }]);
  });

  test('is told by its path and line', async () => {
    const file = write('a.jsonl', `${CALL}\n\n{"b":1}`);
    const origins = (await createReader().read(source())).map((record) => record.origin);
    expect(origins).toEqual([`${file}#1`, `${file}#3`]);
  });

  test('of many lines comes in bounded batches', async () => {
    write('a.jsonl', Array.from({ length: 20_000 }, (_, index) => `{"n":${index}}\n`).join(''));
    const reader = createReader();
    expect(distinctTexts(await reader.read(source()))).toHaveLength(20_000);
    const sizes = reader.batches.map((batch) => batch.records.length);
    expect(Math.max(...sizes)).toBeLessThan(15_000);
    expect(reader.batches.flatMap((batch) => batch.objects)).toHaveLength(1);
  });
});

describe('a tree', () => {
  test('in the layout of S3 is read without bodies, checks and strangers', async () => {
    const folder = 'AWSLogs/111122223333/BedrockModelInvocationLogs/us-east-1/';
    write(`${folder}2026/11/22/12/20261122T120000000Z_ab.json.gz`, gzipSync(CALL));
    write(`${folder}2026/11/22/12/data/ab_input.json.gz`, gzipSync('{"body":1}'));
    write(`${folder}amazon-bedrock-logs-permission-check`, '');
    write(`${folder}notes.pdf`, 'x');
    write('.git/config.json', '{"a":1}');
    expect(distinctTexts(await createReader().read(source()))).toEqual([CALL]);
  });

  test('below a folder called data is read', async () => {
    write('data/logs/a.json', CALL);
    expect(await createReader().read(source())).toHaveLength(1);
  });

  test('is read in the order of its paths, and a file named twice once', async () => {
    const file = write('b.json', '{"b":1}');
    write('a/z.json', '{"a":1}');
    const records = await createReader().read(source(file, root));
    expect(records.map((record) => record.text)).toEqual(['{"a":1}', '{"b":1}']);
  });

  test('is read once, and a file again after it has changed', async () => {
    const file = write('a.jsonl', CALL);
    write('b.jsonl', '{"b":1}');
    const reader = createReader();
    await reader.read(source());
    expect(await reader.read(source())).toEqual([]);
    writeFileSync(file, CALL.replace('"m"', '"n"'));
    utimesSync(file, 1, 1); // Same size, another time.
    expect(await reader.read(source())).toHaveLength(1);
    expect(reader.batches.at(-1)?.progress).toEqual({ completeToMs: null, done: 2, total: 2 });
  });

  test('that does not exist is an error with the path', async () => {
    const missing = path.join(root, 'nowhere');
    await expect(createReader().read(source(missing))).rejects.toMatchObject({
      code: 'disk',
      message: expect.stringContaining(missing),
    });
  });
});
