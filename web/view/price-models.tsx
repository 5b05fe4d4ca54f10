/** The models of the price book to look through, and all rates of one with their history. */
import { useState } from 'preact/hooks';
import type { PriceLayerName, PricedModel, PricesReply, ShownRate } from '../../shared/prices.ts';
import { askRates } from '../api/ask-prices.ts';
import type { DataTable } from '../format/csv.ts';
import { formatCount, formatPlural } from '../format/number.ts';
import { formatIso } from '../format/time.ts';
import { Card } from '../part/card.tsx';
import { DataTableView } from '../part/data-table.tsx';
import { QuestionLink } from '../part/question-link.tsx';
import { pollCount, question } from '../state/store.ts';
import { useLoad, type Load } from '../state/use-load.ts';

const SHOWN_MAX = 12;

const SHORT: Record<PriceLayerName, string> = {
  bundled: 'bundled',
  priceList: 'AWS list',
  own: 'yours',
};

export function PriceModelsCard({ load }: { readonly load: Load<PricesReply> }) {
  const [wanted, setWanted] = useState('');
  const [showsAll, setShowsAll] = useState(false);
  const models = (load.data?.models ?? []).filter((one) => isWanted(one, wanted));
  const rows = showsAll ? models : models.slice(0, SHOWN_MAX);
  return (
    <Card
      title="Models"
      unit={load.data ? formatPlural(models.length, 'model') : ''}
      class="span-12 card-list"
      isLoading={!load.data}
      problem={load.problem}
      table={modelsTable(models)}
      isTable
      actions={
        <input
          type="search"
          class="card-search"
          placeholder="Find a model"
          aria-label="Find a model"
          value={wanted}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
      }
    >
      {models.length === 0 && <p class="empty">No model of the book is called that.</p>}
      <ModelTable rows={rows} />
      {models.length > SHOWN_MAX && (
        <button type="button" class="text-button" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? 'Show fewer' : `Show all ${models.length}`}
        </button>
      )}
    </Card>
  );
}

function isWanted({ model, name }: PricedModel, wanted: string): boolean {
  return `${model} ${name}`.toLowerCase().includes(wanted.trim().toLowerCase());
}

function ModelTable({ rows }: { readonly rows: readonly PricedModel[] }) {
  if (rows.length === 0) return null;
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Models">
      <table class="data">
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col" class="is-wide">
              Id
            </th>
            <th scope="col" class="is-wide">
              Layers
            </th>
            {['Rates', 'Regions', 'Changes'].map((label) => (
              <th scope="col" class="number" key={label}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.model}>
              <th scope="row">
                <QuestionLink to={{ open: row.model }} class="plain-link">
                  {row.name}
                </QuestionLink>
              </th>
              <td class="muted is-wide">{row.model}</td>
              <td class="is-wide">{row.layers.map((layer) => SHORT[layer]).join(', ')}</td>
              <td class="number">{formatCount(row.rates)}</td>
              <td class="number">{row.regions === 0 ? 'all' : formatCount(row.regions)}</td>
              <td class="number">{formatCount(row.changes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function modelsTable(models: readonly PricedModel[]): DataTable {
  return {
    columns: [
      { label: 'Model', isNumber: false },
      { label: 'Id', isNumber: false },
      { label: 'Layers', isNumber: false },
      { label: 'Rates', isNumber: true },
      { label: 'Regions', isNumber: true },
      { label: 'Changes', isNumber: true },
    ],
    rows: models.map(({ model, name, layers, rates, regions, changes }) => {
      return [name, model, layers.join(' '), String(rates), String(regions), String(changes)];
    }),
  };
}

/** Every rate of one model; rows of the same usage stand together in the order of time. */
export function ModelRatesCard({ model }: { readonly model: string }) {
  const load = useLoad(model, pollCount.value, (signal) => askRates(model, signal));
  const zone = question.value.timeZone;
  const rates = load.data?.rates ?? [];
  const table = ratesTable(rates, zone);
  const total = load.data?.total ?? 0;
  const cut = total > rates.length ? `, of ${formatCount(total)}` : '';
  return (
    <Card
      title={`Rates of ${model}`}
      unit={load.data ? `${formatPlural(rates.length, 'rate')}${cut}, US dollars` : ''}
      class="span-12 card-table rates-card"
      isLoading={!load.data}
      isStale={load.isStale}
      problem={load.problem}
      empty={load.data && rates.length === 0 ? 'No layer has a rate for this model.' : null}
      table={table}
      isTable
      actions={
        <QuestionLink to={{ open: '' }} class="chip-button">
          Close
        </QuestionLink>
      }
    >
      <DataTableView table={table} caption={`Rates of ${model}`} />
    </Card>
  );
}

function ratesTable(rates: readonly ShownRate[], timeZone: string): DataTable {
  return {
    columns: [
      { label: 'Usage', isNumber: false },
      { label: 'Region', isNumber: false },
      { label: 'Kind', isNumber: false },
      { label: 'USD', isNumber: true },
      { label: 'Per', isNumber: true },
      { label: 'In force', isNumber: false },
      { label: 'Layer', isNumber: false },
      { label: 'Source', isNumber: false },
    ],
    rows: rates.map((rate) => [
      rate.dimension.replaceAll('_', ' '),
      rate.region === '*' ? 'all' : rate.region,
      rate.kind,
      rate.usd,
      formatCount(rate.per),
      periodWords(rate, timeZone),
      SHORT[rate.layer],
      `${rate.source} ${rate.sourceDate}`.trim(),
    ]),
  };
}

function periodWords({ from, to }: ShownRate, timeZone: string): string {
  const since = from === null ? '' : `since ${formatIso(from, timeZone, 'day')}`;
  const until = to === null ? '' : `until ${formatIso(to, timeZone, 'day')}`;
  return [since, until].filter((part) => part !== '').join(' ') || 'always';
}
