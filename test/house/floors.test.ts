/** Keeps the rooms of the house apart: no arrow back up, no circle, no second door outside. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { circles, roomOf, wrongImports } from './floor-plan.ts';
import { FLOORS, PURE_ROOMS } from './floors.ts';
import { readFiles, ROOT } from './sources.ts';

const files = readFiles(['server', 'web', 'shared'], ['.ts', '.tsx']);

describe('the house', () => {
  test('is read at all, so that an empty list is no praise', () => {
    expect(files.length).toBeGreaterThan(50);
  });

  test.each(FLOORS.map(({ room }) => room))('has the room %s', (room) => {
    expect(existsSync(path.join(ROOT, room))).toBe(true);
  });

  test('imports nothing that the table does not allow', () => {
    expect(wrongImports(files)).toEqual([]);
  });

  test('has no circle between files', () => {
    expect(circles(files).map((ring) => ring.join(' -> '))).toEqual([]);
  });

  test('fetches only in web/api', () => {
    const web = files.filter((file) => /^web\/(?!api\/)/.test(file.path));
    expect(web.filter((file) => /\bfetch\(/.test(file.text)).map((file) => file.path)).toEqual([]);
  });

  test('reads the clock in no pure room', () => {
    const clock = /\bnew Date\(\s*\)/;
    const offenders = files.filter((file) => {
      return PURE_ROOMS.includes(roomOf(file.path)?.room ?? '') && clock.test(file.text);
    });
    expect(offenders.map((file) => file.path)).toEqual([]);
  });
});

describe('the table', () => {
  test('lets a room import only rooms that stand before it', () => {
    const upward = FLOORS.flatMap((floor, index) => {
      const below = new Set(FLOORS.slice(0, index).map(({ room }) => room));
      return [...floor.uses, ...floor.reads].filter((room) => !below.has(room));
    });
    expect(upward).toEqual([]);
  });
});

describe('wrongImports', () => {
  const cases = [
    {
      name: 'an import up the house',
      path: 'server/record/a.ts',
      text: "import { put } from '../store/store.ts';",
      says: 'server/record/a.ts may not import server/store/store.ts.',
    },
    {
      name: 'a function where only types are allowed',
      path: 'server/query/a.ts',
      text: "import { type Row, read } from '../store/store.ts';",
      says: 'server/query/a.ts may import only types of server/store/store.ts.',
    },
    {
      name: 'an import over several lines',
      path: 'web/chart/a.ts',
      text: "import {\n  call,\n} from '../api/call.ts';",
      says: 'web/chart/a.ts may not import web/api/call.ts.',
    },
    {
      name: 'a dynamic import',
      path: 'shared/a.ts',
      text: "const late = await import('../server/main.ts');",
      says: 'shared/a.ts may not import server/main.ts.',
    },
    {
      name: 'a second door to AWS',
      path: 'server/job/a.ts',
      text: "import { S3Client } from '@aws-sdk/client-s3';",
      says: 'server/job/a.ts may not import @aws-sdk/client-s3.',
    },
    {
      name: 'Chart.js outside the drawing files',
      path: 'web/chart/bar-spec.ts',
      text: "import { Chart } from 'chart.js';",
      says: 'web/chart/bar-spec.ts may not import chart.js.',
    },
    {
      name: 'the disk in a pure room',
      path: 'server/price/a.ts',
      text: "import { readFileSync } from 'node:fs';",
      says: 'server/price/a.ts is pure and may not import node:fs.',
    },
    {
      name: 'a file in no room',
      path: 'server/attic/a.ts',
      text: '',
      says: 'server/attic/a.ts lies in no room of the table.',
    },
  ];

  test.each(cases)('names $name', ({ path: filePath, text, says }) => {
    expect(wrongImports([{ path: filePath, text }])).toEqual([says]);
  });

  test('lets types pass where types are allowed', () => {
    const text = "import { type Row } from '../store/store.ts';";
    expect(wrongImports([{ path: 'server/query/a.ts', text }])).toEqual([]);
  });
});

describe('circles', () => {
  test('finds a ring that closes through a type', () => {
    const ring = circles([
      { path: 'shared/a.ts', text: "import { b } from './b.ts';" },
      { path: 'shared/b.ts', text: "import type { A } from './a.ts';" },
    ]);
    expect(ring).toEqual([['shared/a.ts', 'shared/b.ts', 'shared/a.ts']]);
  });
});
