/** Routes of the editor of rules: the text, a try on the newest calls, and keeping it. */
import { Hono } from 'hono';
import { z } from 'zod';
import type { RulesPreviewReply, RulesProblem } from '../../shared/attribution-contract.ts';
import { API } from '../../shared/contract.ts';
import { formatAttoUsd } from '../../shared/money.ts';
import { DAY_MS } from '../../shared/window.ts';
import type { Config } from '../config/config.ts';
import type { ReadText } from '../config/read-text.ts';
import { compareRules, type Caught } from '../job/compare-rules.ts';
import { knownFacts } from '../job/stored-input.ts';
import { ApiError } from './api-error.ts';
import type { ApiParts } from './api-parts.ts';
import { guardWrite, readBody } from './write-guard.ts';

/** Some days of a small account; of a large one the newest calls, in less than a second. */
const PREVIEW_MS = 7 * DAY_MS;
const PREVIEW_CALLS_MAX = 20_000;
const TEXT_CHARACTERS_MAX = 60_000;

/** What the editor works with. */
export interface RulesEditor {
  readonly rulesText: Config['rulesText'];
  readonly readRules: Config['readRules'];
  readonly readText: ReadText;
  /** Puts a text in the place of the file of rules, as a whole or not at all. */
  readonly save: (file: string, text: string) => void;
}

export interface RulesParts extends Pick<ApiParts, 'store' | 'book' | 'nowMs'> {
  readonly pageUrl: string;
  /** Left out, nobody edits rules here. */
  readonly rulesEditor?: RulesEditor;
}

/** What a text of rules is sent as. */
export const RulesBody = z.strictObject({
  text: z.string().max(TEXT_CHARACTERS_MAX).describe('YAML with the keys `tables` and `rules`.'),
});

export function rulesRoutes(parts: RulesParts): Hono {
  const app = new Hono();
  let kept = parts.rulesEditor?.rulesText.text ?? '';
  app.get(API.rulesText, (c) => c.json({ text: kept, file: editorOf(parts).rulesText.file }));
  app.post(API.rulesPreview, guardWrite(parts.pageUrl), async (c) => {
    const { text } = await readBody(c, RulesBody);
    return c.json(preview(text, editorOf(parts), parts));
  });
  app.post(API.rulesText, guardWrite(parts.pageUrl), async (c) => {
    const { text } = await readBody(c, RulesBody);
    const file = keep(text, editorOf(parts), parts);
    kept = text;
    return c.json({ text: kept, file });
  });
  return app;
}

function editorOf({ rulesEditor }: RulesParts): RulesEditor {
  if (rulesEditor) return rulesEditor;
  throw new ApiError('notFound', 'Nobody edits rules here.', 'Run `outcrop serve`.');
}

/** @returns the file that holds the text now. @throws ApiError for rules that cannot be kept. */
function keep(text: string, editor: RulesEditor, { store, nowMs }: RulesParts): string {
  const { file } = editor.rulesText;
  if (file === null) {
    const hint = 'Put the text there, or name a file with attribution.rulesFile.';
    throw new ApiError('conflict', 'The rules stand in the config itself.', hint);
  }
  const [first] = problemsOf(text, editor);
  if (first) {
    const place = `Line ${first.line}, column ${first.column}.`;
    throw new ApiError('badParameter', `The rules have a mistake: ${first.message}.`, place);
  }
  editor.save(file, text);
  const detail = `${text.split('\n').length} lines; they hold from the next start on`;
  store.notices.addNote({
    atMs: nowMs(),
    by: 'the page',
    action: 'saveRules',
    subject: file,
    detail,
  });
  return file;
}

function preview(
  text: string,
  editor: RulesEditor,
  { store, book, nowMs }: RulesParts,
): RulesPreviewReply {
  const read = editor.readRules({ text, name: 'rules' }, editor.readText);
  if (!read.ok) return { ...NOTHING, problems: problemsOf(text, editor) };
  const endMs = nowMs();
  const question = {
    rules: read.value,
    window: { startMs: endMs - PREVIEW_MS, endMs },
    callsMax: PREVIEW_CALLS_MAX,
  };
  const found = compareRules(question, store, book, knownFacts(store, endMs));
  return {
    problems: [],
    looked: encode(found.looked),
    isPart: found.isPart,
    rules: found.rules.map(({ name, ...caught }) => ({ name, ...encode(caught) })),
    changed: encode(found.changed),
    tenants: found.tenants.map(({ tenant, before, after }) => ({
      tenant,
      before: encode(before),
      after: encode(after),
    })),
  };
}

function problemsOf(text: string, editor: RulesEditor): readonly RulesProblem[] {
  const read = editor.readRules({ text, name: 'rules' }, editor.readText);
  if (read.ok) return [];
  return read.problem.map(({ line, column, message, path, file }) => ({
    line,
    column,
    message: path === '' ? message : `${path}: ${message}`,
    file: file === undefined || file === null || file === 'rules' ? null : file,
  }));
}

function encode({ invocations, costAttoUsd }: Caught) {
  return { invocations, cost: formatAttoUsd(costAttoUsd) };
}

const ZERO = { invocations: 0, cost: '0' };
const NOTHING = { looked: ZERO, isPart: false, rules: [], changed: ZERO, tenants: [] };
