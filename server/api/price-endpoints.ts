/** The endpoints about the price book, described for machines. */
import { API } from '../../shared/contract.ts';
import type { EndpointText } from './endpoint-text.ts';
import * as prices from './price-schemas.ts';

const from = { name: 'from', help: 'Start: `now-7d`, `2026-11-01` or ISO 8601.' };
const to = { name: 'to', help: 'End, exclusive; `now` when left out.' };
const filter = { name: 'filter', help: 'Filter text, such as `tenant=acme model=anthropic.*`.' };

export const PRICE_ENDPOINTS: readonly EndpointText[] = [
  {
    path: API.prices,
    access: 'whole',
    summary: 'The price book: its layers, its sources, and the models it prices.',
    parameters: [],
    reply: prices.pricesReply,
  },
  {
    path: API.priceRates,
    access: 'whole',
    summary: 'Rates of the book with source and period; those of one usage follow in time.',
    parameters: [
      { name: 'model', help: 'Pattern of ids or names, such as `anthropic.*`.' },
      { name: 'region', help: 'Pattern; rates for all Regions always pass.' },
      { name: 'dimension', help: 'Pattern, such as `input_tokens`.' },
    ],
    reply: prices.ratesReply,
  },
  {
    path: API.priceCheck,
    access: 'whole',
    summary: 'Usage without a rate, with a rough one, or soon with another; own rates.',
    parameters: [from, to],
    reply: prices.priceCheckReply,
  },
  {
    path: API.priceDiff,
    access: 'whole',
    summary: 'What a layer changes, with its cost in a window; or what changed between two times.',
    parameters: [
      { name: 'layer', help: '`own` or `priceList`, against what lies behind it.' },
      { name: 'before', help: 'The earlier time, where no layer is named.' },
      { name: 'after', help: 'The later time.' },
      filter,
      from,
      to,
    ],
    reply: prices.priceDiffReply,
  },
];
