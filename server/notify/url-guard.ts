/** Says which addresses a webhook may be sent to, so that nobody uses us to reach inside. */
import ipaddr from 'ipaddr.js';
import { err, ok, type Result } from '../../shared/result.ts';

export interface GuardPolicy {
  /** An admin's word that the receiver is on the own network: opens http, ports, private IPs. */
  readonly allowPrivate: boolean;
}

export type UrlProblemCode = 'notUrl' | 'scheme' | 'userInfo' | 'port' | 'host' | 'privateAddress';

export interface UrlProblem {
  readonly code: UrlProblemCode;
  readonly message: string;
}

const PORTS = new Set(['', '443', '80', '8443']);

/** IPv4 that is not the public internet. */
const CLOSED_V4 = ranges([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]);
/** Of IPv6 only this is open, less the ranges below: lists of what is closed miss embedded IPv4. */
const OPEN_V6 = ranges(['2000::/3']);
const CLOSED_V6 = ranges(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);
/** Opened by allowPrivate. Link-local addresses stay closed: cloud credentials live there. */
const PRIVATE = ranges([
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1/128',
  'fc00::/7',
]);
const METADATA = ranges(['fd00:ec2::/32', '100.100.100.200/32']); // EC2 by IPv6; Alibaba Cloud.

type Range = ReturnType<typeof ipaddr.parseCIDR>;

function ranges(texts: readonly string[]): readonly Range[] {
  return texts.map((text) => ipaddr.parseCIDR(text));
}

function isIn(address: ReturnType<typeof ipaddr.parse>, list: readonly Range[]): boolean {
  return list.some((range) => address.kind() === range[0].kind() && address.match(range));
}

/**
 * Tells whether a connection to an IP address may be made.
 *
 * @param address an address as resolvers give it, without brackets.
 * @returns false also for what is no address, and for IPv6 with a zone.
 */
export function isOpenAddress(address: string, policy: GuardPolicy): boolean {
  if (address.includes('%')) return false;
  if (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (policy.allowPrivate && isIn(parsed, PRIVATE)) return !isIn(parsed, METADATA);
  if (parsed.kind() === 'ipv4') return !isIn(parsed, CLOSED_V4);
  return isIn(parsed, OPEN_V6) && !isIn(parsed, CLOSED_V6);
}

/**
 * Checks a webhook's address as far as that goes without asking DNS; connecting checks the rest.
 *
 * The URL parser has folded the many spellings of an IP address into one before hosts are looked
 * at, so `http://0x7f.1/` and `http://①②⑦.0.0.1/` are 127.0.0.1 here.
 *
 * @returns the parsed URL, or why it is refused. Never throws.
 */
export function checkWebhookUrl(text: string, policy: GuardPolicy): Result<URL, UrlProblem> {
  if (!URL.canParse(text)) return refuse('notUrl', 'a webhook needs an absolute URL');
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && policy.allowPrivate)) {
    return refuse('scheme', 'a webhook goes to https (to http only with allowPrivate)');
  }
  if (url.username !== '' || url.password !== '') {
    return refuse('userInfo', 'user and password do not belong into the URL of a webhook');
  }
  if (!policy.allowPrivate && !PORTS.has(url.port)) {
    return refuse('port', 'a webhook goes to port 443, 8443 or 80 (others only with allowPrivate)');
  }
  return checkHost(url, policy);
}

function checkHost(url: URL, policy: GuardPolicy): Result<URL, UrlProblem> {
  const host = hostOf(url.hostname);
  if (host === '') return refuse('host', 'the URL names no host');
  if (isAddress(host)) {
    if (isOpenAddress(host, policy)) return ok(url);
    return refuse('privateAddress', 'the address is not on the public internet');
  }
  const name = host.replace(/\.+$/, '').toLowerCase();
  if (!policy.allowPrivate && (name === 'localhost' || name.endsWith('.localhost'))) {
    return refuse('privateAddress', 'localhost is not on the public internet');
  }
  return ok(url);
}

/** The host of a URL or connection without the brackets of IPv6. */
export function hostOf(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

/** Tells an IP address from a name. */
export function isAddress(host: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(host) || ipaddr.IPv6.isValid(host);
}

function refuse(code: UrlProblemCode, message: string): Result<URL, UrlProblem> {
  return err({ code, message });
}
