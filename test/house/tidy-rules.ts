/** The rules of tidiness that no linter knows, each as a function from a file to its offences. */
import type { ProjectFile } from './sources.ts';

interface BannedWord {
  readonly pattern: RegExp;
  readonly instead: string;
  /** Files in which the word is right. */
  readonly exceptIn?: RegExp;
}

// Written in two parts where the word would otherwise find itself here.
export const BANNED: readonly BannedWord[] = [
  { pattern: /\bas any\b/, instead: 'a type, or unknown and a check' },
  { pattern: /@ts-(ignore|nocheck|expect-error)/, instead: 'a type that fits' },
  { pattern: /(es|ox)lint-disable/, instead: 'code that the rule likes, or a change of the rule' },
  { pattern: /prettier-ignore/, instead: 'what prettier makes of it' },
  { pattern: /\b(TODO|FIXME|XXX)\b(?!\(#\d+\))/, instead: 'TODO(#issue), or the work itself' },
  { pattern: /\.(skip|only)\(/, instead: 'a test that runs', exceptIn: /^test\/support\// },
  {
    pattern: /\bconsole\.\w+\(/,
    instead: 'the log, or an answer',
    exceptIn: /^(server\/cli\/|server\/main\.ts|test\/house\/bundle-size\.ts|test\/support\/)/,
  },
  {
    pattern: /\b[a-z]*[aA]lert(s|ed|ing|[A-Z]\w*)?\b/,
    instead: 'alarm',
    // Its form.
    exceptIn: /^(server\/notify\/alertmanager|test\/notify\/(channels\.test|published-\w+))\.ts$/,
  },
];

// Where the word is somebody else's: ARIA, a hostile URL, the APIs that receive our notices.
const ALERT_OF_OTHERS =
  /role[=:,)\]'" ]+alert|alert\(1\)|getByRole|PagerDuty|Alertmanager|\/v2\/alerts/;

const LINES_MAX = 300;
/** Written by `npm run docs`, as long as the table of endpoints is. */
const WRITTEN = 'server/client/api-calls.ts';
const COLUMNS_MAX = 100;
const MACHINE_PATH = /(^|[\s'"`(=:])\/(work|root|farm|home|tmp)\//;

/** Words that are banned, with the word to use instead. */
export function bannedWords(file: ProjectFile): readonly string[] {
  if (file.path === 'test/house/tidy-rules.ts') return []; // It has to name them.
  return file.text.split('\n').flatMap((line, index) => {
    const found = BANNED.filter(({ pattern, exceptIn }) => {
      if (exceptIn?.test(file.path) === true) return false;
      return pattern.test(line) && !(pattern.source.includes('lert') && ALERT_OF_OTHERS.test(line));
    });
    return found.map(({ pattern, instead }) => {
      return `${file.path}:${index + 1} says ${pattern.exec(line)?.[0] ?? ''}; use ${instead}`;
    });
  });
}

/** A first line `#!` may come before. */
const OPENING = /^(?:#!.*\n)?(?:\/\*\*?([\s\S]*?)\*\/|((?:\/\/.*\n)+))/;

/** A source file opens with a comment of at least one whole sentence. */
export function missingOpening(file: ProjectFile): readonly string[] {
  const comment = OPENING.exec(file.text);
  const words = (comment?.[1] ?? comment?.[2] ?? '').replaceAll(/^\s*(\*|\/\/)\s?/gm, '').trim();
  if (/^[A-Z`<'"0-9][\s\S]*[.:?]([\s)]|$)/.test(words)) return [];
  return [`${file.path} does not open with a sentence`];
}

/** Lines past the limit; a lone import, URL or test text that cannot be broken is let through. */
export function longLines(file: ProjectFile): readonly string[] {
  const unbreakable = /^\s*(import .*|\/\/ https?:\S+|\* @source \S+|.*https?:\/\/\S+.*)$/;
  const inTest = file.path.startsWith('test/');
  return file.text.split('\n').flatMap((line, index) => {
    if (line.length <= COLUMNS_MAX || unbreakable.test(line)) return [];
    if (inTest && /['"`]/.test(line)) return [];
    return [`${file.path}:${index + 1} has ${line.length} columns`];
  });
}

/** Files that hold more than one question's worth of lines. */
export function longFile(file: ProjectFile): readonly string[] {
  const lines = file.text.split('\n').length - 1; // The last line ends with a newline.
  return lines <= LINES_MAX || file.path === WRITTEN ? [] : [`${file.path} has ${lines} lines`];
}

/** A markdown page has one title, and it stands first. */
export function wrongTitle(file: ProjectFile): readonly string[] {
  const prose = file.text.replaceAll(/^```[\s\S]*?^```/gm, ''); // A # in a code block is no title.
  const titles = prose.split('\n').filter((line) => line.startsWith('# '));
  if (titles.length === 1 && file.text.startsWith('# ')) return [];
  return [`${file.path} has ${titles.length} titles, or does not open with one`];
}

/** Paths of one machine have no place in a project that others clone. */
export function machinePaths(file: ProjectFile): readonly string[] {
  if (file.path === 'test/house/tidy-rules.ts') return [];
  return file.text.split('\n').flatMap((line, index) => {
    const found = MACHINE_PATH.exec(line)?.[0];
    return found === undefined ? [] : [`${file.path}:${index + 1} names ${found.trim()}`];
  });
}
