/** Packs the calls of a seed into log objects as Bedrock and a bad day write them. */
import { gzipSync } from 'node:zlib';
import type { Random } from '../../server/demo/random.ts';
import { hourFolder, logFolder, nameStamp } from '../../server/source/s3-layout.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/window.ts';
import type { SimCall } from './call-record.ts';

export const BUCKET = 'logs';

/** One object; a rewritten one stands here twice, later with more in it. */
export interface SimObject {
  readonly key: string;
  readonly content: Buffer;
  readonly writtenAtMs: number;
  readonly calls: readonly SimCall[];
  /** False for the earlier form of an object that is rewritten. */
  readonly isFinal: boolean;
  /** False for keys that are none of ours to read. */
  readonly isLog: boolean;
}

interface Arrival {
  readonly call: SimCall;
  readonly atMs: number;
}

const GROUP_CALLS_MAX = 40;

/** @param arrivals of one account and Region, by the time at which they are written. */
export function packObjects(random: Random, arrivals: readonly Arrival[]): readonly SimObject[] {
  const objects: SimObject[] = [];
  for (let index = 0; index < arrivals.length;) {
    const group = arrivals.slice(index, index + 1 + random.integer(GROUP_CALLS_MAX));
    index += group.length;
    objects.push(...drawObjects(random, group));
  }
  return objects;
}

function drawObjects(random: Random, group: readonly Arrival[]): readonly SimObject[] {
  const last = group.at(-1);
  if (!last) return [];
  const { scope } = last.call;
  const calls = group.map(({ call }) => call);
  const folder = logFolder({ bucket: BUCKET, prefix: '', region: '' }, scope.account, scope.region);
  const suffix = random.uuid().replaceAll('-', '').slice(0, 16);
  const hour = folder + hourFolder(last.atMs);
  const key = `${hour}${nameStamp(last.atMs)}_${suffix}.json.gz`;
  // The name is given when the object is begun; it can be seen at once, or hours later.
  const lateMs = random.next() < 0.15 ? random.next() * 7 * HOUR_MS : random.next() * MINUTE_MS;
  const writtenAtMs = Math.round(last.atMs + lateMs);
  const whole = { key, content: pack(random, calls), writtenAtMs, calls };
  const strangers = drawStrangers(random, hour, writtenAtMs);
  const mayChange = calls.length > 1 && calls.every(({ kind }) => kind !== 'chunks');
  if (!mayChange || random.next() > 0.1) {
    return [{ ...whole, isFinal: true, isLog: true }, ...strangers];
  }
  const first = calls.slice(0, -1);
  const again = Math.round(writtenAtMs + (1 + random.next() * 300) * MINUTE_MS);
  return [
    { key, content: pack(random, first), writtenAtMs, calls: first, isFinal: false, isLog: true },
    { ...whole, writtenAtMs: again, isFinal: true, isLog: true },
    ...strangers,
  ];
}

/** One gzip, several one after the other, or none, whatever the name says. */
function pack(random: Random, calls: readonly SimCall[]): Buffer {
  const lines = calls.map(({ objectText }) => `${objectText}\n`);
  const share = random.next();
  if (share < 0.05) return Buffer.from(lines.join(''));
  if (share > 0.25) return gzipSync(lines.join(''));
  const middle = random.integer(lines.length + 1);
  const members = [lines.slice(0, middle), lines.slice(middle)];
  return Buffer.concat(members.map((member) => gzipSync(member.join(''))));
}

function drawStrangers(random: Random, hour: string, writtenAtMs: number): readonly SimObject[] {
  if (random.next() > 0.1) return [];
  const names = ['amazon-bedrock-logs-permission-check', 'data/0123_input.json.gz', 'notes.txt'];
  return names.map((name) => ({
    key: hour + name,
    content: Buffer.from('not a record'),
    writtenAtMs,
    calls: [],
    isFinal: true,
    isLog: false,
  }));
}
