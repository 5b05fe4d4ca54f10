/** Files of tests share a process, and with it what they have loaded: each must leave it clean. */
import { afterAll, expect, vi } from 'vitest';

const environment = { ...process.env };
const { fetch } = globalThis;
const folder = process.cwd();
const exitCode = process.exitCode ?? 0;

// The first hook to be set is the last to run: after all that the file itself puts back.
afterAll(() => {
  const names = Object.keys({ ...environment, ...process.env });
  expect({
    // Names alone: values may be secrets of whoever runs the tests.
    changedVariables: names.filter((name) => environment[name] !== process.env[name]),
    hasFakeTimers: vi.isFakeTimers(),
    hasFakeFetch: globalThis.fetch !== fetch,
    folder: process.cwd(),
    exitCode: process.exitCode ?? 0,
  }).toEqual({
    changedVariables: [],
    hasFakeTimers: false,
    hasFakeFetch: false,
    folder,
    exitCode,
  });
});
