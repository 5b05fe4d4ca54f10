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
import { placeOf, type Path } from './yaml-place.ts';

export interface ConfigProblem {
  /** Path of keys, such as `alarms.0.metric`; '' for the whole file. */
  readonly path: string;
  readonly message: string;
  /** 1-based; 0 when the problem has no place. */
  readonly line: number;
  readonly column: number;
}

/** A file that is no config at all would give thousands. */
const PROBLEMS_MAX = 50;

type Environment = Readonly<Record<string, string | undefined>>;

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
  const options = { lineCounter: lines, prettyErrors: false, logLevel: 'error' } as const;
  const document = parseDocument(text, options);
  const problems: ConfigProblem[] = document.errors.map((error) => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { path: '', message: withoutContent(error.message), line, column: col };
  });
  if (problems.length > 0) return err(problems.slice(0, PROBLEMS_MAX));
  const report = (path: Path, message: string): void => {
    problems.push({ path: path.join('.'), message, ...placeOf(document, lines, path) });
  };
  const value = toPlainValue(document);
  if (!value.ok) return err([{ path: '', message: value.problem, line: 0, column: 0 }]);
  const parsed = ConfigText.safeParse(value.value);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) reportIssue(issue, report);
    return err(problems.slice(0, PROBLEMS_MAX));
  }
  const config = toConfig(parsed.data, environment, report);
  return problems.length > 0 ? err(problems) : ok(config);
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
function reportIssue(issue: z.core.$ZodIssue, report: Report): void {
  const path = issue.path.map(pathKey);
  if (issue.code !== 'unrecognized_keys') return report(path, issue.message);
  for (const key of issue.keys) report([...path, key], 'there is no such key');
}

function pathKey(key: PropertyKey): string | number {
  return typeof key === 'number' ? key : String(key);
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
    webhooks: toWebhooks(text.webhooks, environment, report),
    report: text.report && {
      atMinutes: minutesOf(text.report.nightlyAt),
      directory: text.report.directory,
    },
    retentionDays: text.retentionDays,
    pollSeconds: text.pollSeconds,
    alarmCatchUpHours: text.alarmCatchUpHours,
    pageUrl: text.pageUrl ?? `http://${text.listen}`,
    pricesPath: text.prices ?? null,
    priceListUrl: text.priceListUrl ?? null,
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
    const { path, message } = rule.problem;
    report(['attribution', 'rules', index, ...splitPath(path)], message);
    return [];
  });
}

/** Keys of `when` hold dots themselves: only the first one separates. */
function splitPath(path: string): readonly string[] {
  if (path === '') return [];
  const dot = path.indexOf('.');
  return dot < 0 ? [path] : [path.slice(0, dot), path.slice(dot + 1)];
}

function toAlarms(values: readonly unknown[], report: Report): readonly AlarmRule[] {
  const names = new Set<string>();
  return values.flatMap((value, index) => {
    const rule = parseAlarmRule(value);
    if (!rule.ok) {
      const keys = rule.problem.path.split('.').filter((key) => key !== '');
      report(['alarms', index, ...keys], rule.problem.message);
      return [];
    }
    if (names.has(rule.value.name)) report(['alarms', index, 'name'], 'stands twice');
    names.add(rule.value.name);
    return [rule.value];
  });
}

/** Messages are owed to a webhook by its name, so that no two may share one. */
function toWebhooks(
  texts: z.output<typeof ConfigText>['webhooks'],
  environment: Environment,
  report: Report,
): readonly WebhookSettings[] {
  const names = new Set<string>();
  return texts.map((text, index) => {
    if (names.has(text.name)) report(['webhooks', index, 'name'], 'stands twice');
    names.add(text.name);
    return toWebhook(text, index, environment, report);
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
