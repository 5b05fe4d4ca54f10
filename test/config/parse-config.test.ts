/** The config file: what holds without a word, every key, and where it is wrong. */
import { describe, expect, test } from 'vitest';
import { DEFAULT_RULES } from '../../server/attribute/attribution-rule.ts';
import { parseConfig, type ConfigProblem } from '../../server/config/parse-config.ts';
import type { Config } from '../../server/config/config.ts';
import { secretOf } from '../notify/receiver.ts';
import { FULL } from './full-config.ts';

const SECRETS = {
  EVENTS_KEY: 'sixteen or more characters',
  TINY: 'short',
  HOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  SHORT: 'whsec_bmV4dA==',
  NEXT: `whsec_${'bmV4'.repeat(8)}`,
};

const KEPT = { hours: 400, metrics: 400, notices: 400, quarantine: 90, reports: 800, audit: 3650 };

function configOf(text: string): Config {
  const config = parseConfig(text, SECRETS);
  if (!config.ok) throw new Error(JSON.stringify(config.problem));
  return config.value;
}

function problemsOf(text: string): readonly ConfigProblem[] {
  const config = parseConfig(text, SECRETS);
  return config.ok ? [] : config.problem;
}

const placesOf = (text: string) => problemsOf(text).map((p) => `${p.line}:${p.column} ${p.path}`);

describe('parseConfig', () => {
  test.each([
    ['an empty file', ''],
    ['comments only', '# nothing\n'],
    ['an empty map', '{}'],
  ])('fills in every default for %s', (_, text) => {
    const { rules, readRules: _a, capacity: _c, quotas: _q, access, ...rest } = configOf(text);
    expect(access.isRequired).toBe(false);
    expect(rules.rules).toBe(DEFAULT_RULES);
    expect(rest).toEqual({
      database: './outcrop.db',
      host: '127.0.0.1',
      port: 4680,
      timeZone: 'UTC',
      accounts: [],
      directories: [],
      promotedTags: [],
      alarms: [],
      alarmTexts: [],
      routes: [],
      budgets: [],
      tenants: [],
      sharedCost: [],
      composites: [],
      rulesText: { text: expect.stringContaining('metadata.tenant'), file: null },
      channels: [],
      reports: [],
      chromium: { path: null, searchPath: '' },
      bill: null,
      adjustments: [],
      retentionDays: { ...KEPT, rows: 90, minutes: 14 },
      nightlyCheck: { atMinutes: 210, minutes: 15 },
      privacy: { identities: 'keep', metadata: 'keep', keepTags: [] },
      pollSeconds: 30,
      intake: { firehoseKey: null, eventsKey: null },
      alarmCatchUpHours: 1,
      applyRulesFromMs: null,
      pageUrl: 'http://127.0.0.1:4680',
      pricesPath: null,
      priceListUrl: null,
    });
  });

  test('reads every key', () => {
    const { rules, alarms, promotedTags, readRules: _a, access: _b, ...all } = configOf(FULL);
    const { capacity: _c, quotas: _q, ...rest } = all;
    expect(promotedTags.map((tag) => `${tag.key} ${tag.valuesMax}`)).toEqual(['feature 10000']);
    expect([...rules.rules, ...alarms].map(({ name }) => name)).toEqual(['by team', 'storm']);
    expect(rest).toEqual({
      database: '/var/lib/outcrop.db',
      host: '::1',
      port: 8080,
      timeZone: 'Europe/Berlin',
      accounts: [
        {
          id: '111122223333',
          regions: ['us-east-1', 'us-gov-west-1'],
          roleArn: 'arn:aws:iam::111122223333:role/reader',
          externalId: 'outcrop',
          endpoint: 'http://127.0.0.1:5000',
          credentials: { accessKeyId: 'AKIA', secretAccessKey: 'S' },
          cloudWatchLogs: { logGroup: '/bedrock' },
          s3: { bucket: 'logs', prefix: 'a/', region: 'us-east-1' },
          metrics: false,
          metricsUsdPerMonth: 2.5,
          bodies: 'never',
          inventory: false,
          quotas: true,
          principalTags: false,
          backfillDays: 7,
        },
      ],
      directories: ['./logs'],
      composites: [],
      alarmTexts: [{ name: 'storm', metric: 'throttles', threshold: 50 }],
      routes: [],
      budgets: [expect.objectContaining({ name: 'all', amountAttoUsd: 5000n * 10n ** 18n })],
      tenants: [expect.objectContaining({ tenant: 'acme', owner: 'ann' })],
      sharedCost: [],
      rulesText: { text: expect.stringContaining('rules:'), file: null },
      channels: [
        {
          id: 'ops',
          kind: 'webhook',
          url: 'https://hooks.example.com/x',
          secrets: [secretOf(SECRETS.HOOK_SECRET)],
          allowPrivate: true,
        },
      ],
      reports: [expect.objectContaining({ name: 'nightly', atMinutes: 150, formats: ['csv'] })],
      chromium: { path: null, searchPath: '' },
      bill: null,
      adjustments: [],
      retentionDays: { ...KEPT, rows: 30, minutes: 3 },
      nightlyCheck: { atMinutes: 75, minutes: 60 },
      privacy: { identities: 'hash', metadata: 'keep', keepTags: ['feature'] },
      pollSeconds: 60,
      intake: { firehoseKey: null, eventsKey: 'sixteen or more characters' },
      alarmCatchUpHours: 6,
      applyRulesFromMs: null,
      pageUrl: 'https://outcrop.example.com/',
      pricesPath: './prices.yaml',
      priceListUrl: 'https://mirror.example.com',
    });
  });
});

describe('problems of a config', () => {
  const inAccount = (line: string) =>
    `accounts:\n  - id: '111122223333'\n    regions: [us-east-1]\n    ${line}\n`;

  test.each([
    ['an unknown key', 'database: x\ndatabse: y\n', '2:10 databse'],
    ['an unknown key of an account', inAccount('rolArn: x'), '4:13 accounts.0.rolArn'],
    [
      'an account id that is a number',
      'accounts: [{id: 12, regions: [us-east-1]}]',
      '1:17 accounts.0.id',
    ],
    [
      'an account id of 11 digits',
      "accounts:\n - {id: '1', regions: [us-east-1]}",
      '2:9 accounts.0.id',
    ],
    ['an account without Region', "accounts:\n - id: '111122223333'\n", '2:4 accounts.0.regions'],
    [
      'a Region that is none',
      "accounts:\n - {id: '111122223333', regions: [x]}",
      '2:35 accounts.0.regions.0',
    ],
    ['a role that is none', inAccount('roleArn: reader'), '4:14 accounts.0.roleArn'],
    ['a zone that is none', 'timeZone: Mars/Base', '1:11 timeZone'],
    ['a place that is none', 'listen: 4680', '1:9 listen'],
    ['a port past the last', 'listen: 127.0.0.1:65536', '1:9 listen'],
    ['a page that is no page', 'pageUrl: mailto:a@example.com', '1:10 pageUrl'],
    ['a key that is too short', 'intake: {eventsKeyEnv: TINY}', '1:24 intake.eventsKeyEnv'],
    ['a pause that is too short', 'pollSeconds: 1', '1:14 pollSeconds'],
    ['no time of a night', "nightlyCheck: {at: '3:30'}", '1:20 nightlyCheck.at'],
    [
      'a time of day that is none',
      "report: {nightlyAt: '24:00', directory: x}",
      '1:21 report.nightlyAt',
    ],
    ['a list where a map belongs', 'retentionDays: [1]', '1:16 retentionDays'],
    [
      'a wrong field of a rule',
      'attribution:\n  rules:\n    - name: x\n      when: {team: y}\n      tenant: z\n',
      '4:20 attribution.rules.0.when.team',
    ],
    [
      'a wrong pattern of a rule',
      'attribution: {rules: [{name: x, when: {metadata.a.b: "["}, tenant: z}]}',
      '1:54 attribution.rules.0.when.metadata.a.b',
    ],
    [
      'an unknown key of a rule',
      'attribution: {rules: [{name: x, when: {model: y}, tenant: z, tag: a}]}',
      '1:23 attribution.rules.0',
    ],
    [
      'a wrong metric of an alarm',
      'alarms:\n  - name: a\n    metric: spend\n    threshold: 1\n',
      '3:13 alarms.0.metric',
    ],
    ['an alarm that is no map', 'alarms: [storm]', '1:10 alarms.0'],
    [
      'a wrong group of an alarm',
      'alarms: [{name: a, metric: cost, threshold: 1, groupBy: [team]}]',
      '1:58 alarms.0.groupBy.0',
    ],
    [
      'a secret that is not there',
      'channels: [{name: a, type: webhook, url: https://a.b, secretEnv: NOPE}]',
      '1:66 channels.0.secretEnv',
    ],
    ['no address', 'channels: [{name: a, type: webhook, secretEnv: NEXT}]', '1:12 channels.0.url'],
    [
      'an address of a chat that is none',
      'channels: [{name: a, type: slack, urlEnv: NEXT}]',
      '1:43 channels.0.urlEnv',
    ],
    [
      'a secret that cannot sign',
      'channels: [{name: a, type: webhook, url: https://a.b, secretEnv: SHORT}]',
      '1:66 channels.0.secretEnv',
    ],
    ['a file that is a text', 'hello', '0:0 '],
    ['a file that is a list', '- a', '0:0 '],
    ['a key that comes twice', 'database: a\ndatabase: b\n', '2:1 '],
    ['a quote that is not closed', 'database: "a\n', '2:1 '],
    ['a key of every object', '__proto__: {database: x}', '1:12 __proto__'],
    ['an alias of nothing', 'database: *name', '0:0 '],
  ])('point at %s', (_, text, place) => {
    expect(placesOf(text)).toContain(place);
  });

  const alarm = (name: string) => `  - {name: ${name}, metric: cost, threshold: 1}\n`;
  const hook = (name: string) =>
    `  - {name: ${name}, type: webhook, url: https://a.b, secretEnv: NEXT}\n`;
  test.each([
    ['alarms', `alarms:\n${alarm('a')}${alarm('b')}${alarm('a')}`, '4:12 alarms.2.name'],
    ['channels', `channels:\n${hook('a')}${hook('a')}`, '3:12 channels.1.name'],
  ])('point at the second of two %s of one name', (_, text, place) => {
    expect(placesOf(text)).toEqual([place]);
    expect(problemsOf(text)[0]?.message).toBe('stands twice');
  });

  test('come all at once, each with its own place', () => {
    const channel = 'channels: [{name: a, type: webhook, url: https://a.b, secretEnv: NOPE}]';
    const text = `alarms: [{name: a}]\nattribution: {rules: [1]}\n${channel}`;
    expect(placesOf(text)).toEqual([
      '2:23 attribution.rules.0',
      '1:10 alarms.0.metric',
      '3:66 channels.0.secretEnv',
    ]);
  });

  test('say how to mend', () => {
    expect(problemsOf('accounts: [{id: 1, regions: [us-east-1]}]')[0]?.message).toMatch(/string/);
    expect(problemsOf('listen: x')[0]?.message).toBe('write host:port, such as 127.0.0.1:4680');
    expect(problemsOf('x: 1')[0]?.message).toBe('there is no such key');
  });

  test.each([
    ['an alias bomb', aliasBomb()],
    ['ten thousand open brackets', `a: ${'['.repeat(10_000)}`],
    ['brackets nested 5,000 deep', `alarms: ${'['.repeat(5_000)}${']'.repeat(5_000)}`],
  ])('stay few for %s', (_, text) => {
    expect([0, 51]).not.toContain(Math.min(51, problemsOf(text).length));
  });
});

function aliasBomb(): string {
  const ten = (item: string): string => Array.from({ length: 10 }, () => item).join(',');
  const levels = ['ba', 'cb', 'dc', 'ed'].map(([a, b]) => `${a}: &${a} [${ten(`*${b}`)}]`);
  return [`a: &a [${ten('x')}]`, ...levels].join('\n');
}
