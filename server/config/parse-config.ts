/** Reads the config file: YAML to settings, and for what is wrong the line and the column. */
import type { z } from 'zod';
import { parseAttoUsd } from '../../shared/money.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { dayWindow } from '../../shared/window.ts';
import { createDeclaredTag, type DeclaredTag } from '../attribute/declared-tag.ts';
import { createValueStyle } from '../attribute/value-style.ts';
import type { AccountSettings } from '../source/settings.ts';
import { toAccess } from './access-text.ts';
import { toChannels } from './channels.ts';
import { toRoutes } from './route-text.ts';
import { toWatches } from './watches.ts';
import type { Config } from './config.ts';
import { toBill } from './bill-text.ts';
import { capacitySettings } from './capacity-text.ts';
import { ConfigText } from './config-text.ts';
import { parseRuleFile, parseRules } from './parse-rules.ts';
import { toQuotas } from './quota-text.ts';
import { rulesTextOf } from './rules-text.ts';
import { toNightlyCheck } from './check-text.ts';
import { toReports } from './report-text.ts';
import { toSharedCost } from './shared-cost-text.ts';
import { toTenants } from './tenant-text.ts';
import { NO_FILES, type ReadText } from './read-text.ts';
import { readYaml, reportIssue, type Problem, type Report } from './yaml-text.ts';

export type ConfigProblem = Problem;

/** A file that is no config at all would give thousands. */
const PROBLEMS_MAX = 50;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads a config file.
 *
 * @param text YAML; '' gives all defaults.
 * @param environment where secrets named by `secretEnv` stand.
 * @param readText reads the files that the config names.
 * @returns settings, or all problems of the files in order. Never throws.
 */
export function parseConfig(
  text: string,
  environment: Environment,
  readText: ReadText = NO_FILES,
): Result<Config, readonly ConfigProblem[]> {
  const yaml = readYaml(text, null);
  if (!yaml.ok) return err(yaml.problem.slice(0, PROBLEMS_MAX));
  const problems: ConfigProblem[] = [];
  const report: Report = (path, message) => {
    problems.push(yaml.value.problemAt(path, message));
  };
  const parsed = ConfigText.safeParse(yaml.value.value);
  if (!parsed.success) {
    for (const issue of parsed.error.issues) reportIssue(issue, report);
    return err(problems.slice(0, PROBLEMS_MAX));
  }
  const rules = parseRules(parsed.data.attribution, readText, {
    report,
    add: (more) => problems.push(...more),
  });
  const tenants = toTenants(parsed.data, readText, {
    report,
    add: (more) => problems.push(...more),
  });
  const config = toConfig({ ...parsed.data, rules, tenants }, { environment, readText }, report);
  return problems.length > 0 ? err(problems.slice(0, PROBLEMS_MAX)) : ok(config);
}

type TagText = z.output<typeof ConfigText>['attribution']['tags'][number];

function toDeclaredTag({ key, from, letters, values, limit }: TagText): DeclaredTag {
  const style = createValueStyle(letters, values);
  return createDeclaredTag({ key, from, style, valuesMax: limit });
}

/** What a config names that does not stand in it. */
interface Outside {
  readonly environment: Environment;
  readonly readText: ReadText;
}

type CheckedText = Omit<z.output<typeof ConfigText>, 'tenants'> & Pick<Config, 'rules' | 'tenants'>;

function toConfig(text: CheckedText, { environment, readText }: Outside, report: Report): Config {
  const [host, port] = splitListen(text.listen);
  const pageUrl = text.pageUrl ?? `http://${text.listen}`;
  const watches = toWatches(text, report);
  const channels = toChannels(text.channels, { environment, report });
  return {
    database: text.database,
    host,
    port,
    timeZone: text.timeZone,
    accounts: text.accounts.map(toAccount),
    directories: text.directories,
    promotedTags: text.attribution.tags.map(toDeclaredTag),
    rules: text.rules,
    rulesText: rulesTextOf(text.attribution, readText),
    applyRulesFromMs: applyFromMs(text, report),
    tenants: text.tenants,
    sharedCost: toSharedCost(text.sharedCost, report),
    readRules: (file, readText) => parseRuleFile(file, text.attribution, readText),
    ...watches,
    channels,
    routes: toRoutes(text.routes, channels, report),
    reports: toReports(text, channels, report),
    chromium: { path: text.chromium ?? null, searchPath: environment['PATH'] ?? '' },
    bill: toBill(text.bill),
    adjustments: text.adjustments.map(({ usd, ...one }) => ({
      ...one,
      amountAttoUsd: parseAttoUsd(usd) ?? 0n, // Its form is checked.
    })),
    retentionDays: text.retentionDays,
    nightlyCheck: toNightlyCheck(text.nightlyCheck),
    privacy: text.privacy,
    pollSeconds: text.pollSeconds,
    intake: toIntake(text.intake, environment, report),
    alarmCatchUpHours: text.alarmCatchUpHours,
    pageUrl,
    access: toAccess(text.access, { host, pageUrl, environment, readText, report }),
    pricesPath: text.prices ?? null,
    capacity: capacitySettings(text.capacity),
    quotas: toQuotas(text.quotas, report),
    priceListUrl: text.priceListUrl ?? null,
  };
}

function applyFromMs({ attribution, timeZone }: CheckedText, report: Report): number | null {
  if (attribution.applyFrom === undefined) return null;
  const day = dayWindow(attribution.applyFrom, timeZone);
  if (day.ok) return day.value.startMs;
  report(['attribution', 'applyFrom'], `${day.problem}; write a day such as 2026-11-01`);
  return null;
}

function splitListen(listen: string): readonly [string, number] {
  const colon = listen.lastIndexOf(':');
  return [listen.slice(0, colon).replace(/^\[|\]$/g, ''), Number(listen.slice(colon + 1))];
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
    bodies: text.bodies,
    eventQueues: text.eventQueues,
    metrics: text.metrics,
    metricsUsdPerMonth: text.metricsUsdPerMonth,
    inventory: text.inventory,
    quotas: text.quotas,
    principalTags: text.principalTags,
    backfillDays: text.backfillDays,
  };
}

/** Shorter keys could be guessed. */
const KEY_CHARS_MIN = 16;

function toIntake(
  text: z.output<typeof ConfigText>['intake'],
  environment: Environment,
  report: Report,
): Config['intake'] {
  const keyIn = (key: 'firehoseKeyEnv' | 'eventsKeyEnv'): string | null => {
    const variable = text[key];
    if (variable === undefined) return null;
    const value = environment[variable] ?? '';
    if (value.length >= KEY_CHARS_MIN) return value;
    const mend = 'make one with: head -c 32 /dev/urandom | base64';
    const fault = value === '' ? 'is not in the environment' : 'is shorter than 16 characters';
    report(['intake', key], `${variable} ${fault}; ${mend}`);
    return null;
  };
  return { firehoseKey: keyIn('firehoseKeyEnv'), eventsKey: keyIn('eventsKeyEnv') };
}
