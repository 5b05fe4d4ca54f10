/** A server under signals: a right config takes over, a wrong one changes nothing. */
import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { keepServing, type ServingParts } from '../../server/cli/keep-serving.ts';
import { parseConfigText } from '../../server/cli/config-file.ts';
import type { Config } from '../../server/config/config.ts';

const ROOT = {
  nowMs: () => 0,
  jitter: () => 0,
  environment: {},
  writeOut: () => undefined,
  writeError: () => undefined,
  endWith: () => undefined,
};

/** A config told apart by how often it polls. */
function configOf(pollSeconds: number): Config {
  return parseConfigText(`pollSeconds: ${pollSeconds}`, 'test', ROOT);
}

type CanStart = (config: Config, start: number) => boolean;

/** Serves configs one after the other, and keeps what happened in order. */
function rig(configs: readonly (Config | Error)[], canStart: CanStart = () => true) {
  const tape: string[] = [];
  const signals = new EventEmitter();
  let reads = 0;
  let starts = 0;
  const parts: ServingParts<Config> = {
    read() {
      const config = configs[Math.min(reads, configs.length - 1)];
      reads += 1;
      if (config instanceof Error || !config) throw config ?? new Error('no config');
      return config;
    },
    start(config) {
      starts += 1;
      if (!canStart(config, starts)) return Promise.reject(new Error('no port'));
      const stop = (): Promise<void> => {
        tape.push(`stop ${config.pollSeconds}`);
        return Promise.resolve();
      };
      return Promise.resolve({ url: `http://x/${config.pollSeconds}`, stop });
    },
    onStart: ({ url }) => tape.push(`start ${url.slice(9)}`),
    onRefused: (reason) => tape.push(`refused: ${(reason as Error).message}`),
  };
  const ended = keepServing(parts, signals);
  const say = async (name: string): Promise<void> => {
    await settled();
    signals.emit(name);
    await settled();
  };
  return { tape, say, ended, signals };
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('keepServing', () => {
  test('begins anew with a config that has changed', async () => {
    const { tape, say, ended, signals } = rig([configOf(10), configOf(20)]);
    await say('SIGHUP');
    await say('SIGTERM');
    await ended;
    expect(tape).toEqual(['start 10', 'stop 10', 'start 20', 'stop 20']);
    expect(signals.listenerCount('SIGHUP') + signals.listenerCount('SIGTERM')).toBe(0);
  });

  test('refuses a wrong config before anything is stopped', async () => {
    const { tape, say, ended } = rig([configOf(10), new Error('line 3')]);
    await say('SIGHUP');
    await say('SIGINT');
    await ended;
    expect(tape).toEqual(['start 10', 'refused: line 3', 'stop 10']);
  });

  test('goes back to the config before when the next does not start', async () => {
    const canStart = ({ pollSeconds }: Config): boolean => pollSeconds === 10;
    const { tape, say, ended } = rig([configOf(10), configOf(20)], canStart);
    await say('SIGHUP');
    await say('SIGTERM');
    await ended;
    expect(tape).toEqual(['start 10', 'stop 10', 'refused: no port', 'start 10', 'stop 10']);
  });

  test('ends with the failure when no config starts any more', async () => {
    const canStart = (config: Config, start: number): boolean =>
      start === 1 && config.pollSeconds === 10;
    const { say, ended } = rig([configOf(10), configOf(20)], canStart);
    const failure = expect(ended).rejects.toThrow('no port');
    await say('SIGHUP');
    await failure;
  });

  test('takes signals that come at once one after the other', async () => {
    const { tape, say, ended, signals } = rig([configOf(10), configOf(20), configOf(30)]);
    await settled();
    signals.emit('SIGHUP');
    signals.emit('SIGHUP');
    await settled();
    await say('SIGTERM');
    await ended;
    expect(tape).toEqual(['start 10', 'stop 10', 'start 20', 'stop 20', 'start 30', 'stop 30']);
  });

  test('throws what is wrong with the first config', async () => {
    const { ended } = rig([new Error('line 1')]);
    await expect(ended).rejects.toThrow('line 1');
  });
});
