/** Reads the config file that a command names, and says where it is wrong. */
import { readFileSync, statSync } from 'node:fs';
import { err, ok } from '../../shared/result.ts';
import type { Config } from '../config/config.ts';
import { parseConfig, type ConfigProblem } from '../config/parse-config.ts';
import type { ReadText } from '../config/read-text.ts';
import { UsageError, type Root } from './root.ts';

/** @param path null for no file: all defaults. @throws UsageError with line and column. */
export function readConfig(path: string | null, root: Root): Config {
  if (path === null) return parseConfigText('', 'defaults', root);
  return parseConfigText(readConfigText(path), path, root);
}

/** @throws UsageError when there is no such file. */
export function readConfigText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`Cannot read the config ${path}.`, 'Name a YAML file with --config.');
  }
}

/** Checks a config's text; `name` stands in messages. @throws UsageError */
export function parseConfigText(
  text: string,
  name: string,
  { environment }: Pick<Root, 'environment'>,
  readText: ReadText = readTextFile,
): Config {
  const config = parseConfig(text, environment, readText);
  if (config.ok) return config.value;
  throw problemsError('The config', config.problem, name);
}

/** Mistakes of a file as one error, each at its place; `name` is the file that was read first. */
export function problemsError(
  what: string,
  problems: readonly ConfigProblem[],
  name: string,
): UsageError {
  const lines = problems.map(({ file, path, message, line, column }) => {
    return `${file ?? name}:${line}:${column} ${path === '' ? '' : `${path}: `}${message}`;
  });
  const count = lines.length === 1 ? 'one problem' : `${lines.length} problems`;
  return new UsageError(`${what} has ${count}.`, lines.join('\n  '));
}

const FILE_BYTES_MAX = 16 * 1024 * 1024;

/** Reads a file that the config names, as long as it is of a size that people write. */
export const readTextFile: ReadText = (path) => {
  try {
    if (statSync(path).size > FILE_BYTES_MAX) return err(`${path} is larger than 16 MB`);
    return ok(readFileSync(path, 'utf8'));
  } catch {
    return err(`cannot read ${path}`);
  }
};
