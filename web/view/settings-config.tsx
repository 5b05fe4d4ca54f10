/** The config as the server runs with it, to read: where it can be changed is its file. */
import type { ComponentChildren } from 'preact';
import type { SettingsReply, ShownAccount } from '../../shared/settings.ts';
import { formatPlural } from '../format/number.ts';
import { Card } from '../part/card.tsx';
import type { Load } from '../state/use-load.ts';

type Fact = readonly [label: string, text: ComponentChildren];

export function ConfigCards({ load }: { readonly load: Load<SettingsReply> }) {
  const config = load.data;
  const frame = { isLoading: !config, problem: load.problem };
  return (
    <>
      <Card
        title="Config"
        unit="read at the start; see docs/config.md"
        class="span-6 card-list"
        {...frame}
      >
        {config && <Facts facts={generalFacts(config)} />}
      </Card>
      <Card title="Kept for" unit="days" class="span-6 card-list" {...frame}>
        {config && <Facts facts={keptFacts(config)} />}
      </Card>
      <Card
        title="Accounts"
        class="span-12 card-list"
        {...frame}
        empty={config?.accounts.length === 0 ? 'The config names no account.' : null}
      >
        {config && <AccountTable accounts={config.accounts} />}
      </Card>
    </>
  );
}

function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl class="setting-facts">
      {facts.map(([label, text]) => (
        <>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </>
      ))}
    </dl>
  );
}

function generalFacts(config: SettingsReply): readonly Fact[] {
  const { reports, channels, tagKeys, intake, directories } = config;
  return [
    ['Reporting zone', config.timeZone],
    ['Database', config.database],
    ['Page', config.pageUrl],
    ['Price file', config.pricesPath ?? 'none'],
    ['Sources are read', `every ${config.pollSeconds} s`],
    ['Folders', listOf(directories)],
    ['Tags', listOf(tagKeys)],
    ['Attribution', formatPlural(config.rules, 'rule')],
    ['Alarms', formatPlural(config.alarms, 'alarm')],
    ['Channels', listOf(channels.map(({ name, kind }) => `${name} (${kind})`))],
    ['Reports', listOf(reports.map((one) => `${one.name} at ${clockOf(one.atMinutes)}`))],
    ['Open doors', listOf(intake)],
  ];
}

function clockOf(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

const KEPT_WORDS = new Map([
  ['rows', 'Single invocations'],
  ['minutes', 'Counts by the minute'],
  ['hours', 'Counts by the hour'],
  ['metrics', 'CloudWatch metrics'],
  ['notices', 'Alarms and messages'],
  ['quarantine', 'Records that could not be read'],
  ['reports', 'Stored reports'],
  ['audit', 'Audit log'],
]);

function keptFacts({ retentionDays }: SettingsReply): readonly Fact[] {
  const kept = Object.entries(retentionDays).map(([kind, days]): Fact => {
    return [KEPT_WORDS.get(kind) ?? kind, formatPlural(days, 'day')];
  });
  return [...kept, ['Counts by the day', 'for ever']];
}

function AccountTable({ accounts }: { readonly accounts: readonly ShownAccount[] }) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Accounts">
      <table class="data is-quiet">
        <thead>
          <tr>
            {['Account', 'Regions', 'Logs', 'Role', 'Reads'].map((label) => (
              <th scope="col" key={label}>
                {label}
              </th>
            ))}
            <th scope="col" class="number">
              Backfill, days
            </th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account, index) => (
            <tr key={`${account.id} ${index}`}>
              <th scope="row">{account.id}</th>
              <td>{account.regions.join(', ')}</td>
              <td>{listOf(account.logs)}</td>
              <td>{account.role ?? 'its own identity'}</td>
              <td>{readsOf(account)}</td>
              <td class="number">{account.backfillDays}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function readsOf({ metrics, inventory }: ShownAccount): string {
  const reads = ['logs', ...(metrics ? ['metrics'] : []), ...(inventory ? ['inventory'] : [])];
  return reads.join(', ');
}
