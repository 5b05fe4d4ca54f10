/** An hour of bought capacity that two tenants share and nobody fills. */
import { chargeType, withShare, type SharedCharge } from '../../server/meter/charge.ts';
import { T0_MS } from '../support/metered.ts';

/** Half an hour for acme, a quarter for globex, a quarter idle. */
export function capacityHour(): readonly SharedCharge[] {
  const place = { model: 'amazon.nova-micro', region: 'us-east-1' };
  const type = chargeType(place, 'model_unit_hours', { variant: 'provisioned' });
  const part = (tenant: string, quantity: number, share: 'allocated' | 'idle'): SharedCharge => ({
    hourMs: T0_MS,
    account: '111122223333',
    region: place.region,
    resource: 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc',
    operation: 'ProvisionedThroughput',
    type: withShare(type, share),
    quantity,
    tenant,
  });
  return [
    part('acme', 500_000, 'allocated'),
    part('globex', 250_000, 'allocated'),
    part('(idle)', 250_000, 'idle'),
  ];
}
