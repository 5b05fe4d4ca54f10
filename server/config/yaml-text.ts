/** YAML to plain values, and what is wrong with them at the line and column where it stands. */
import { LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { err, ok, type Result } from '../../shared/result.ts';
import { placeOf, type Path } from './yaml-place.ts';

/** One mistake in a file of settings. */
export interface Problem {
  /** File at fault; null for the one that was read first. */
  readonly file: string | null;
  /** Path of keys, such as `alarms.0.metric`; '' for the whole file. */
  readonly path: string;
  readonly message: string;
  /** 1-based; 0 when the problem has no place. */
  readonly line: number;
  readonly column: number;
}

/** A file as plain values that knows where they stand. */
export interface YamlText {
  readonly value: unknown;
  readonly problemAt: (path: Path, message: string) => Problem;
}

export type Report = (path: Path, message: string) => void;

/** @param file name for problems; null for the config itself. Never throws. */
export function readYaml(text: string, file: string | null): Result<YamlText, readonly Problem[]> {
  const lines = new LineCounter();
  const options = { lineCounter: lines, prettyErrors: false, logLevel: 'error' } as const;
  const document = parseDocument(text, options);
  const broken = document.errors.map((error): Problem => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { file, path: '', message: withoutContent(error.message), line, column: col };
  });
  if (broken.length > 0) return err(broken);
  const value = toPlainValue(document);
  if (!value.ok) return err([{ file, path: '', message: value.problem, line: 0, column: 0 }]);
  const problemAt = (path: Path, message: string): Problem => {
    return { file, path: path.join('.'), message, ...placeOf(document, lines, path) };
  };
  return ok({ value: value.value, problemAt });
}

/** One kind of message quotes what stands in the file, which may be a secret. */
function withoutContent(message: string): string {
  return message.replace(/( in YAML stream): .*$/s, '$1');
}

/** The document as plain values; an alias that names nothing, or too much, shows only here. */
function toPlainValue(document: Document): Result<unknown, string> {
  try {
    return ok(document.toJS() ?? {});
  } catch {
    return err('an alias (*name) names no anchor (&name) before it, or repeats too much');
  }
}

/** Tells of each key that is not known at the key itself: zod names the object around it. */
export function reportIssue(issue: z.core.$ZodIssue, report: Report): void {
  const path = issue.path.map(pathKey);
  if (issue.code !== 'unrecognized_keys') return report(path, issue.message);
  for (const key of issue.keys) report([...path, key], 'there is no such key');
}

function pathKey(key: PropertyKey): string | number {
  return typeof key === 'number' ? key : String(key);
}
