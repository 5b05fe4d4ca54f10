/** The network that an address stands for where askers are counted. */
import ipaddr from 'ipaddr.js';

/** Half of an address of the new kind is its owner's to choose: 2^64 askers would be one. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return parsed.toNormalizedString().split(':').slice(0, 4).join(':');
}
