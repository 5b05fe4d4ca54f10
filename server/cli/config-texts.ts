/** All that a config was read from: a thread that is handed it has the same config. */
import type { Config } from '../config/config.ts';
import type { ReadText } from '../config/read-text.ts';
import { parseConfigText, readTextFile } from './config-file.ts';
import type { Root } from './root.ts';

/** A config holds functions, which no thread can be sent; this holds texts alone. */
export interface ConfigTexts {
  readonly text: string;
  /** Name of the config in messages. */
  readonly name: string;
  readonly environment: Root['environment'];
  /** What reading each file gave that the config names: it may change at any time. */
  readonly files: ReadonlyMap<string, ReturnType<ReadText>>;
}

export interface ConfigWithTexts {
  readonly config: Config;
  readonly texts: ConfigTexts;
}

/** Checks a config's text, and keeps what it was read from. @throws UsageError */
export function readWithTexts(text: string, name: string, root: Root): ConfigWithTexts {
  const files = new Map<string, ReturnType<ReadText>>();
  const readText: ReadText = (path) => {
    const read = files.get(path) ?? readTextFile(path);
    files.set(path, read);
    return read;
  };
  const config = parseConfigText(text, name, root, readText);
  return { config, texts: { text, name, environment: { ...root.environment }, files } };
}

/** The same config again. */
export function configOf({ text, name, environment, files }: ConfigTexts): Config {
  return parseConfigText(text, name, { environment }, (path) => {
    return files.get(path) ?? readTextFile(path);
  });
}
