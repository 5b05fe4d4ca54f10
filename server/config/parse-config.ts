/** Reads the config file: YAML to settings, and for what is wrong the line and the column. */
import { LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { err, ok, type Result } from '../../shared/result.ts';
import { parseAlarmRule, type AlarmRule } from '../alarm/alarm-rule.ts';
import {
  DEFAULT_RULES,
  parseAttributionRule,
  type AttributionRule,
} from '../attribute/attribution-rule.ts';
import type { AccountSettings } from '../source/settings.ts';
import type { Config, WebhookSettings } from './config.ts';
import { ConfigText } from './config-text.ts';

export interface ConfigProblem {
  /** Path of keys, such as `alarms.0.metric`; '' for the whole file. */
  readonly path: string;
  readonly message: string;
  /** 1-based; 0 when the problem has no place. */
  readonly line: number;
  readonly column: number;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Path = readonly (string | number)[];

/**
 * Reads a config file.
 *
 * @param text YAML; '' gives all defaults.
 * @param environment where secrets named by `secretEnv` stand.
 * @returns settings, or all problems of the file in order. Never throws.
 */
export function parseConfig(
  text: string,
  environment: Environment,
): Result<Config, readonly ConfigProblem[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const problems: ConfigProblem[] = document.errors.map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { path: '', message: error.message.split('\n')[0] ?? '', line, column: col };
  });
  if (problems.length > 0) return err(problems);
  const report = (path: Path, message: string): void => {
    problems.push({ path: path.join('.'), message, ...placeOf(document, lines, path) });
  };
  const parsed = ConfigText.safeParse(document.toJS() ?? {});
  if (!parsed.success) {
    for (const issue of parsed.error.issues) report(issue.path.map(pathKey), issue.message);
    return err(problems);
  }
  const config = toConfig(parsed.data, environment, report);
  return problems.length > 0 ? err(problems) : ok(config);
}

function pathKey(key: PropertyKey): string | number {
  return typeof key === 'number' ? key : String(key);
}

/** Where a path stands in the file; its nearest parent where it is missing. */
function placeOf(
  document: Document,
  lines: LineCounter,
  path: Path,
): { readonly line: number; readonly column: number } {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (typeof node !== 'object' || node === null || !('range' in node)) continue;
    const { line, col } = lines.linePos((node.range as readonly number[])[0] ?? 0); // A yaml Range.
    return { line, column: col };
  }
  return { line: 0, column: 0 };
}

type Report = (path: Path, message: string) => void;

function toConfig(
  text: z.output<typeof ConfigText>,
  environment: Environment,
  report: Report,
): Config {
  const [host, port] = splitListen(text.listen);
  return {
    database: text.database,
    host,
    port,
    timeZone: text.timeZone,
    accounts: text.accounts.map(toAccount),
    directories: text.directories,
    promotedTags: text.attribution.tags,
    rules: text.attribution.rules ? toRules(text.attribution.rules, report) : DEFAULT_RULES,
    alarms: toAlarms(text.alarms, report),
    webhooks: text.webhooks.map((webhook, index) => toWebhook(webhook, index, environment, report)),
    report: text.report && {
      atMinutes: minutesOf(text.report.nightlyAt),
      directory: text.report.directory,
    },
    retentionDays: text.retentionDays,
    pollSeconds: text.pollSeconds,
    alarmCatchUpHours: text.alarmCatchUpHours,
    pageUrl: text.pageUrl ?? `http://${text.listen}`,
  };
}

function splitListen(listen: string): readonly [string, number] {
  const colon = listen.lastIndexOf(':');
  return [listen.slice(0, colon).replace(/^\[|\]$/g, ''), Number(listen.slice(colon + 1))];
}

function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

function toAccount(text: z.output<typeof ConfigText>['accounts'][number]): AccountSettings {
  return {
    id: text.id,
    regions: text.regions,
    roleArn: text.roleArn ?? null,
    externalId: text.externalId ?? null,
    endpoint: text.endpoint ?? null,
    credentials: text.credentials ?? null,
    cloudWatchLogs: text.cloudWatchLogs ?? null,
    s3: text.s3 ?? null,
    metrics: text.metrics,
    inventory: text.inventory,
    backfillDays: text.backfillDays,
  };
}

function toRules(values: readonly unknown[], report: Report): readonly AttributionRule[] {
  return values.flatMap((value, index) => {
    const rule = parseAttributionRule(value);
    if (rule.ok) return [rule.value];
    report(['attribution', 'rules', index, ...splitPath(rule.problem.path)], rule.problem.message);
    return [];
  });
}

/** Keys of `when` hold dots themselves: only the first one separates. */
function splitPath(path: string): readonly string[] {
  const dot = path.indexOf('.');
  return dot < 0 ? [path] : [path.slice(0, dot), path.slice(dot + 1)];
}

function toAlarms(values: readonly unknown[], report: Report): readonly AlarmRule[] {
  const names = new Set<string>();
  return values.flatMap((value, index) => {
    const rule = parseAlarmRule(value);
    if (!rule.ok) {
      report(['alarms', index, ...rule.problem.path.split('.')], rule.problem.message);
      return [];
    }
    if (names.has(rule.value.name)) report(['alarms', index, 'name'], 'stands twice');
    names.add(rule.value.name);
    return [rule.value];
  });
}

function toWebhook(
  text: z.output<typeof ConfigText>['webhooks'][number],
  index: number,
  environment: Environment,
  report: Report,
): WebhookSettings {
  const secrets = [text.secretEnv].flat().flatMap((name) => {
    const secret = environment[name];
    if (secret) return [secret];
    report(['webhooks', index, 'secretEnv'], `the environment has no ${name}`);
    return [];
  });
  return { name: text.name, url: text.url, secrets, allowPrivate: text.allowPrivate };
}
