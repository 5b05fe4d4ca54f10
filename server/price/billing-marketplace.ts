/** Usage types of Marketplace models: what stands between `MP:USE1_` and `-Units`. */
import { commitmentOf, reservedDimension, stripAxes } from './billing-axes.ts';
import { USUAL_AXES, type BillingUsage } from './billing-usage.ts';

type Kind = Pick<BillingUsage, 'dimension'> & Partial<Pick<BillingUsage, 'tier' | 'cacheTtl'>>;

/** Whole words: half of them end with `InputTokenCount`. */
const KINDS = new Map<string, Kind>([
  ['inputtokencount', { dimension: 'input_tokens' }],
  ['outputtokencount', { dimension: 'output_tokens' }],
  ['cachereadinputtokencount', { dimension: 'cache_read_tokens' }],
  ['cachewriteinputtokencount', { dimension: 'cache_write_tokens' }],
  ['cachewrite1hinputtokencount', { dimension: 'cache_write_tokens', cacheTtl: '1h' }],
  ['input_tokens', { dimension: 'input_tokens' }],
  ['output_tokens', { dimension: 'output_tokens' }],
  ['cache_read_tokens', { dimension: 'cache_read_tokens' }],
  ['cache_write_tokens', { dimension: 'cache_write_tokens' }],
  ['millioninputtokens', { dimension: 'input_tokens' }],
  ['millionoutputtokens', { dimension: 'output_tokens' }],
  ['millionbatchinputtokens', { dimension: 'input_tokens', tier: 'batch' }],
  ['millionbatchoutputtokens', { dimension: 'output_tokens', tier: 'batch' }],
  ['inputimagecount', { dimension: 'input_images' }],
  ['search_units', { dimension: 'rerank_queries' }],
]);

/** @returns null for an unknown form. */
export function marketplaceUsage(body: string): BillingUsage | null {
  return capacityUsage(body) ?? imageUsage(body) ?? countedUsage(body);
}

function countedUsage(body: string): BillingUsage | null {
  const stripped = stripAxes(body, 'underscored');
  const kind = KINDS.get(stripped?.rest.toLowerCase() ?? '');
  return stripped && kind ? { ...USUAL_AXES, ...stripped.axes, ...kind, name: null } : null;
}

const RESERVED = /^Reserved_(\dMonth)_(Input|Output)TPM_(Geo|Global)$/;
const UNITS = /^ProvisionedThroughput_(\w+)_ModelUnits_Usage$/;

function capacityUsage(body: string): BillingUsage | null {
  const commitment = commitmentOf(UNITS.exec(body)?.[1] ?? '');
  if (commitment === null) return reservedUsage(body);
  const match = `commitment=${commitment}`;
  const dimension = 'model_unit_hours';
  return { ...USUAL_AXES, variant: 'provisioned', dimension, name: null, match };
}

function reservedUsage(body: string): BillingUsage | null {
  const [, term = '', side = '', reach = ''] = RESERVED.exec(body) ?? [];
  const commitment = commitmentOf(term);
  if (commitment === null) return null;
  const match = `commitment=${commitment}`;
  const dimension = reservedDimension(side);
  const routing = reach === 'Global' ? 'global' : 'geo';
  return { ...USUAL_AXES, tier: 'reserved', routing, dimension, name: null, match };
}

/** The service of such a listing is a family; the image's kind names the model. */
function imageUsage(body: string): BillingUsage | null {
  const name = /^created_image_(\w+)$/.exec(body)?.[1];
  return name === undefined ? null : { ...USUAL_AXES, dimension: 'output_images', name };
}
