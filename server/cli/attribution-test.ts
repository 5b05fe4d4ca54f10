/** `outcrop attribution test`: which rule takes a log record, and what it gives it. */
import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Tag } from '../attribute/attribution.ts';
import type { RuleSet } from '../attribute/rule-set.ts';
import { meterRecord } from '../job/record-reader.ts';
import { historyOf } from '../record/inventory-history.ts';
import { parseRecords } from '../record/parse-records.ts';
import { DAY_MS } from '../../shared/window.ts';
import { readConfig } from './config-file.ts';
import { printable } from './printable.ts';
import { UsageError, type Root } from './root.ts';

const EXAMPLE = `
Examples:
  outcrop attribution test call.json --config outcrop.yaml
  outcrop attribution test '{"schemaType":"ModelInvocationLog", ...}' --config outcrop.yaml
Profiles and IAM tags are not looked up here: only what the record says is seen.`;

const RECORDS_MAX = 1_000;
const BYTES_MAX = 64 * 1024 * 1024;

interface Tried {
  readonly requestId: string;
  readonly principal: string;
  readonly session: string | null;
  readonly tenant: string;
  readonly rule: string | null;
  readonly rulesVersion: string;
  readonly tags: readonly Tag[];
}

export function addAttributionTest(attribution: Command, root: Root): void {
  attribution
    .command('test')
    .description('Say which rule takes a log record, and which tenant and tags it gives.')
    .argument('<record>', 'a record as JSON, or a file with one a line, also .gz')
    .option('--config <file>', 'YAML config with rules; the built-in ones when left out')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLE)
    .action((record: string, options: { readonly config?: string; readonly json?: boolean }) => {
      const { rules } = readConfig(options.config ?? null, root);
      const tried = tryRecords(textOf(record), rules, root.nowMs());
      const text = printable(tried.map(formatTried).join('\n'), '\n');
      root.writeOut(options.json ? `${JSON.stringify({ records: tried })}\n` : text);
    });
}

function textOf(record: string): string {
  if (record.trimStart().startsWith('{')) return record;
  try {
    const bytes = readFileSync(record);
    const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return (isZipped ? gunzipSync(bytes, { maxOutputLength: BYTES_MAX }) : bytes).toString('utf8');
  } catch {
    const hint = 'Hand over a record as JSON, or the path of a file with records.';
    throw new UsageError(`Cannot read the file ${record}.`, hint);
  }
}

function tryRecords(text: string, rules: RuleSet, nowMs: number): readonly Tried[] {
  const texts = isWhole(text) ? [text] : text.split('\n').filter((line) => line.trim() !== '');
  return texts.slice(0, RECORDS_MAX).flatMap((one, index) => {
    const record = { text: one, sourceAtMs: null, origin: `record ${index + 1}` };
    return parseRecords(record, nowMs + DAY_MS).map((parsed): Tried => {
      if (!parsed.ok) {
        const { code, path } = parsed.problem;
        const place = path === '' ? '' : ` at ${path}`;
        const hint = 'A record is one JSON object of a model invocation log.';
        throw new UsageError(`Record ${index + 1} cannot be read: ${code}${place}.`, hint);
      }
      const { invocation, attribution } = meterRecord(parsed.value, NOTHING_KNOWN, rules);
      const { requestId, principal } = invocation;
      const { arn, session } = principal;
      return { requestId, principal: arn, session, ...attribution };
    });
  });
}

const NOTHING_KNOWN = historyOf([]);

/** A single record may be laid out over many lines. */
function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function formatTried({ requestId, principal, session, tenant, rule, tags }: Tried): string {
  const by = rule === null ? 'no rule matches' : `rule "${rule}"`;
  const lines = [
    `${requestId}: ${tenant}, ${by}`,
    `  called by ${principal}${session === null ? '' : `, session ${session}`}`,
    ...tags.map(({ key, value, source }) => `  ${key}=${value} (from ${source})`),
  ];
  return `${lines.join('\n')}\n`;
}
