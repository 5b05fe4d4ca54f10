/** Reads the config file that a command names, and says where it is wrong. */
import { readFileSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { parseConfig } from '../config/parse-config.ts';
import { UsageError, type Root } from './root.ts';

/** @param path null for no file: all defaults. @throws UsageError with line and column. */
export function readConfig(path: string | null, root: Root): Config {
  if (path === null) return parseConfigText('', 'defaults', root);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`Cannot read the config ${path}.`, 'Name a YAML file with --config.');
  }
  return parseConfigText(text, path, root);
}

/** Checks a config's text; `name` stands in messages. @throws UsageError */
export function parseConfigText(text: string, name: string, root: Root): Config {
  const config = parseConfig(text, root.environment);
  if (config.ok) return config.value;
  const lines = config.problem.map(({ path, message, line, column }) => {
    return `${name}:${line}:${column} ${path === '' ? '' : `${path}: `}${message}`;
  });
  const count = lines.length === 1 ? 'one problem' : `${lines.length} problems`;
  throw new UsageError(`The config has ${count}.`, lines.join('\n  '));
}
