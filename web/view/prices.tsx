/** Prices: what the book is made of, what it leaves open, and every rate with its history. */
import type { PriceLayerName, PriceLayerStatus, PricesReply } from '../../shared/prices.ts';
import { askPriceCheck, askPrices } from '../api/ask-prices.ts';
import { UNKNOWN } from '../format/metric.ts';
import { formatCount, formatPlural } from '../format/number.ts';
import { Card, Failed } from '../part/card.tsx';
import { TrustBadge } from '../part/trust-badge.tsx';
import { pollCount, question, scope } from '../state/store.ts';
import { useLoad, type Load } from '../state/use-load.ts';
import { PriceCheckCards } from './price-check.tsx';
import { PriceDiffCard } from './price-diff.tsx';
import { ModelRatesCard, PriceModelsCard } from './price-models.tsx';

export function PricesView() {
  const shown = scope.value;
  const { from, to, timeZone, open } = question.value;
  const isReady = pollCount.value > 0 && shown.ok;
  const book = useLoad(isReady ? 'book' : null, pollCount.value, askPrices);
  const window = shown.ok ? shown.value.window : { startMs: 0, endMs: 1 };
  const key = isReady ? [from, to, timeZone].join('\n') : null;
  const check = useLoad(key, pollCount.value, (signal) => askPriceCheck(window, signal));
  if (!shown.ok) {
    return (
      <Failed problem={{ message: shown.problem, hint: 'Choose a range in the bar above.' }} />
    );
  }
  return (
    <>
      <header class="answer">
        <h1>{book.data ? <Answer book={book.data} unpriced={unpricedOf(check)} /> : 'Prices'}</h1>
        <TrustBadge />
      </header>
      <div class="grid">
        <LayersCard load={book} />
        <PriceCheckCards load={check} words={shown.value.words.now} />
        {open !== '' && <ModelRatesCard model={open} />}
        <PriceModelsCard load={book} />
        <PriceDiffCard window={window} />
      </div>
    </>
  );
}

function unpricedOf({ data }: Load<{ readonly unpriced: readonly { readonly model: string }[] }>) {
  return data === null ? null : new Set(data.unpriced.map(({ model }) => model)).size;
}

function Answer({
  book,
  unpriced,
}: {
  readonly book: PricesReply;
  readonly unpriced: number | null;
}) {
  const rates = book.layers.reduce((sum, layer) => sum + layer.rates, 0);
  const models = formatPlural(book.models.length, 'model');
  return (
    <>
      <b>{formatCount(rates)} rates</b> for {models}
      {unpriced === null ? '.' : unpriced === 0 ? '; all usage is priced.' : ''}
      {unpriced !== null &&
        unpriced > 0 &&
        `; usage of ${formatPlural(unpriced, 'model')} is not priced.`}
    </>
  );
}

const LAYER_WORDS: Record<PriceLayerName, { readonly name: string; readonly says: string }> = {
  bundled: { name: 'Bundled', says: 'Comes with Outcrop; answers where no other layer does.' },
  priceList: {
    name: 'AWS Price List',
    says: 'Read by outcrop prices refresh; stands before the bundled rates.',
  },
  own: {
    name: 'Your price file',
    says: 'Named by prices: in the config; answers first.',
  },
};

function LayersCard({ load }: { readonly load: Load<PricesReply> }) {
  return (
    <Card
      title="Layers"
      unit="the last that has a rate answers"
      class="span-6 card-list"
      isLoading={!load.data}
      problem={load.problem}
    >
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Layers">
        <table class="data is-quiet">
          <thead>
            <tr>
              <th scope="col">Layer</th>
              <th scope="col" class="number">
                Rates
              </th>
              <th scope="col" class="number">
                Models
              </th>
              <th scope="col">As of</th>
            </tr>
          </thead>
          <tbody>
            {load.data?.layers.map((layer) => (
              <LayerRow layer={layer} key={layer.layer} />
            ))}
          </tbody>
        </table>
      </div>
      {load.data && <BookNote book={load.data} />}
    </Card>
  );
}

function LayerRow({ layer }: { readonly layer: PriceLayerStatus }) {
  const { name, says } = LAYER_WORDS[layer.layer];
  return (
    <tr class={layer.rates === 0 ? 'muted' : ''}>
      <th scope="row" class="layer-name">
        {name}
        <span class="muted">{says}</span>
        {layer.refused > 0 && (
          <span class="muted">{formatCount(layer.refused)} could not be read.</span>
        )}
      </th>
      <td class="number">{layer.rates === 0 ? UNKNOWN : formatCount(layer.rates)}</td>
      <td class="number">{layer.rates === 0 ? UNKNOWN : formatCount(layer.models)}</td>
      <td>{layer.date?.slice(0, 10) ?? (layer.rates === 0 ? 'not there' : 'now')}</td>
    </tr>
  );
}

function BookNote({ book }: { readonly book: PricesReply }) {
  return (
    <details class="policy">
      <summary>
        {formatPlural(book.sources.length, 'source')}
        {book.discounts > 0 && `, ${formatPlural(book.discounts, 'discount')}`}
      </summary>
      <ul class="source-list">
        {book.sources.map(({ label, date, rates }) => (
          <li key={label}>
            {label} <span class="muted">{date}</span> {formatPlural(rates, 'rate')}
          </li>
        ))}
      </ul>
    </details>
  );
}
