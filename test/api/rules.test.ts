/** The routes of the editor of rules: the text, a try, and keeping it. */
import { expect, test } from 'vitest';
import type { RulesEditor } from '../../server/api/rules-routes.ts';
import { rulesPreviewReply, rulesTextReply } from '../../server/api/attribution-schemas.ts';
import { parseConfig } from '../../server/config/parse-config.ts';
import { API } from '../../shared/contract.ts';
import { err, ok } from '../../shared/result.ts';
import { UNATTRIBUTED } from '../../shared/dimensions.ts';
import { call, storeOf } from '../query/ask.ts';
import { rigOf, url } from './rig.ts';

const OWN = { 'content-type': 'application/json', origin: 'http://localhost:4680' };
const post = (text: string, headers: Record<string, string> = OWN): RequestInit => {
  return { method: 'POST', headers, body: JSON.stringify({ text }) };
};

const FILE = 'rules.yaml';
const OLD = 'rules: []\n';
const BY_REGION = `rules:
  - name: by Region
    when: { region: 'us-(.+)-1' }
    tenant: team $1
`;

function editorOf(text: string, saved: [string, string][] = []): RulesEditor {
  const config = parseConfig(text, {}, (path) => (path === FILE ? ok(OLD) : err(`no ${path}`)));
  if (!config.ok) throw new Error('the config of this test is in order');
  return {
    rulesText: config.value.rulesText,
    readRules: config.value.readRules,
    readText: (path) => err(`cannot read ${path}`),
    save: (file, content) => saved.push([file, content]),
  };
}

const IN_FILE = `attribution: { rulesFile: ${FILE} }`;

function rigWith(rulesEditor: RulesEditor) {
  const attribution = { tenant: UNATTRIBUTED, rule: null };
  const store = storeOf([1, 2, 3].map((one) => call(one, one, { attribution })));
  return rigOf({ store, rulesEditor });
}

test.each([
  ['a file', IN_FILE, { text: OLD, file: FILE }],
  ['the config', 'attribution: { rules: [] }', { text: 'rules: []\n', file: null }],
  ['nowhere: those that hold then', '', { text: expect.stringContaining('$1'), file: null }],
])('tells the rules that stand in %s', async (_name, config, told) => {
  const reply = await rigWith(editorOf(config)).get(url(API.rulesText));
  expect(rulesTextReply.parse(await reply.json())).toEqual(told);
});

test('tries rules on the newest calls, and changes nothing', async () => {
  const saved: [string, string][] = [];
  const rig = rigWith(editorOf(IN_FILE, saved));
  const reply = await rig.get(url(API.rulesPreview), post(BY_REGION));
  const found = rulesPreviewReply.parse(await reply.json());
  expect(found).toMatchObject({
    problems: [],
    looked: { invocations: 3 },
    changed: { invocations: 3 },
    rules: [{ name: 'by Region', invocations: 3 }],
  });
  expect(found.tenants.map(({ tenant }) => tenant)).toEqual([UNATTRIBUTED, 'team east']);
  expect(saved).toEqual([]);
});

test.each([
  ['a key that is none', 'rules:\n  - name: a\n    wen: {}\n', { line: 2, column: 5 }],
  ['broken YAML', 'rules: [', { line: 1 }],
  ['a pattern that is none', "rules:\n  - {name: a, when: {model: '('}, tenant: b}\n", { line: 2 }],
  ['a table that is not there', 'tables: [{name: t, file: t.csv, key: k}]\n', { line: 1 }],
])('tells the place of %s, and keeps no such rules', async (_name, text, place) => {
  const saved: [string, string][] = [];
  const rig = rigWith(editorOf(IN_FILE, saved));
  const tried = await rig.get(url(API.rulesPreview), post(text));
  expect(rulesPreviewReply.parse(await tried.json()).problems[0]).toMatchObject(place);
  const kept = await rig.get(url(API.rulesText), post(text));
  expect([kept.status, saved]).toEqual([400, []]);
});

test('keeps rules that are in order in their file', async () => {
  const saved: [string, string][] = [];
  const rig = rigWith(editorOf(IN_FILE, saved));
  const kept = await rig.get(url(API.rulesText), post(BY_REGION));
  expect([kept.status, saved]).toEqual([200, [[FILE, BY_REGION]]]);
  expect(rig.store.notices.notes(1)).toMatchObject([{ action: 'saveRules', subject: FILE }]);
  const told = await rig.get(url(API.rulesText));
  expect(await told.json()).toEqual({ text: BY_REGION, file: FILE });
});

test('keeps nothing where the rules stand in the config, and says why', async () => {
  const saved: [string, string][] = [];
  const rig = rigWith(editorOf('attribution: { rules: [] }', saved));
  const kept = await rig.get(url(API.rulesText), post(BY_REGION));
  expect([kept.status, await kept.json(), saved]).toMatchObject([409, { code: 'conflict' }, []]);
});

test.each([API.rulesPreview, API.rulesText])('a stranger cannot write to %s', async (path) => {
  const saved: [string, string][] = [];
  const stranger = post(BY_REGION, { ...OWN, origin: 'https://evil.example' });
  const reply = await rigWith(editorOf(IN_FILE, saved)).get(url(path), stranger);
  expect([reply.status, saved]).toEqual([403, []]);
});
