/** Spend that departed from its season: by how much, where it came from, and a way to look. */
import type { Anomaly } from '../../shared/anomaly-contract.ts';
import { askAnomalies } from '../api/ask-alarms.ts';
import type { DataTable } from '../format/csv.ts';
import { attoOf, formatUsd } from '../format/money.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { pollCount, question } from '../state/store.ts';
import { useLoad } from '../state/use-load.ts';

export function AnomaliesCard() {
  const found = useLoad('anomalies', pollCount.value, askAnomalies);
  const anomalies = found.data?.anomalies ?? [];
  return (
    <Card
      title="Unusual spend"
      unit={found.data ? `${money(found.data.minimum)} and more beyond the usual, last 7 days` : ''}
      class="span-12 card-list"
      isLoading={!found.data}
      problem={found.problem}
      empty={found.data && anomalies.length === 0 ? 'All tenants spend as they usually do.' : null}
      table={tableOf(anomalies)}
      isTable
    >
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Unusual spend">
        <table class="data">
          <thead>
            <tr>
              <th scope="col">Tenant</th>
              <th scope="col">When</th>
              <th scope="col" class="number">
                Beyond usual
              </th>
              <th scope="col" class="number">
                Spent
              </th>
              <th scope="col" class="number">
                Usual
              </th>
              <th scope="col">Explained by</th>
            </tr>
          </thead>
          <tbody>
            {anomalies.map((one) => (
              <AnomalyRow one={one} key={`${one.tenant} ${one.from}`} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function AnomalyRow({ one }: { readonly one: Anomaly }) {
  const zone = question.value.timeZone;
  const end = one.ongoing ? 'now' : formatIso(one.to, zone, 'dayClock');
  return (
    <tr>
      <th scope="row">
        <a href={one.link}>{one.tenant}</a>
      </th>
      <td>
        {formatIso(one.from, zone, 'dayClock')} to {end}
      </td>
      <td class="number strong">{money(one.impact)}</td>
      <td class="number">{money(one.spent)}</td>
      <td class="number">{money(one.usual)}</td>
      <td class="reason">{causeOf(one)}</td>
    </tr>
  );
}

/** The part that rose most; the CSV has all. */
function causeOf({ causes: [first] }: Anomaly): string {
  if (!first) return '';
  const { model, usage, spent, before } = first;
  return `${model}, ${usage.replaceAll('_', ' ')}: ${money(spent)} instead of ${money(before)}`;
}

function money(text: string): string {
  const attoUsd = attoOf(text);
  return attoUsd === null ? text : formatUsd(attoUsd);
}

function tableOf(anomalies: readonly Anomaly[]): DataTable {
  const texts = ['Tenant', 'From', 'To', 'Explained by'];
  const numbers = ['Beyond usual', 'Spent', 'Usual'];
  return {
    columns: [
      ...texts.map((label) => ({ label, isNumber: false })),
      ...numbers.map((label) => ({ label, isNumber: true })),
    ],
    rows: anomalies.map(({ tenant, from, to, causes, impact, spent, usual }) => [
      tenant,
      from,
      to,
      causes.map(({ model, usage }) => `${model} ${usage}`).join('; '),
      impact,
      spent,
      usual,
    ]),
  };
}
