/** Addresses that a webhook must never reach, in the spellings that get around naive checks. */
import { describe, expect, test } from 'vitest';
import { checkWebhookUrl, isOpenAddress } from '../../server/notify/url-guard.ts';

const PUBLIC = { allowPrivate: false };
const PRIVATE = { allowPrivate: true };

function codeOf(url: string, policy = PUBLIC): string {
  const checked = checkWebhookUrl(url, policy);
  return checked.ok ? 'ok' : checked.problem.code;
}

/** Hosts that mean the own machine, the metadata service, or another inside. */
const INSIDE = [
  '2852039166',
  '0xA9FEA9FE',
  '0251.0376.0251.0376',
  '169.254.43518',
  '127.1',
  '0',
  '①②⑦.⓪.⓪.①',
  '169。254。169。254',
  '[::ffff:169.254.169.254]',
  '[::169.254.169.254]',
  '[::ffff:0:7f00:1]',
  '[64:ff9b::a9fe:a9fe]',
  '[2002:a9fe:a9fe::]',
  '[fd00:ec2::254]',
  '[fe80::1]',
  '[::]',
  '[::1]',
  'localhost',
  'localhost.',
  'LOCALHOST',
  'foo.localhost',
  '169.254.170.2',
  '10.0.0.1',
  '192.168.1.1',
];

describe('checkWebhookUrl', () => {
  test.each(INSIDE)('refuses https://%s/', (host) => {
    expect(codeOf(`https://${host}/`)).toBe('privateAddress');
    expect(codeOf(`http://${host}/`)).toBe('scheme');
  });

  test.each([
    ['file:///etc/passwd', 'scheme'],
    ['gopher://127.0.0.1:25/', 'scheme'],
    ['ftp://example.com/', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['http://example.com/', 'scheme'],
    ['https://user:pw@example.com/', 'userInfo'],
    ['https://user@169.254.169.254/', 'userInfo'],
    ['https://user:pw@169.254.169.254/', 'userInfo'],
    ['https://169.254.170.2/v2/credentials', 'privateAddress'],
    ['https://example.com:22/', 'port'],
    ['https://example.com:6379/', 'port'],
    ['/hook', 'notUrl'],
    ['https://[::1', 'notUrl'],
    ['', 'notUrl'],
  ])('refuses %s', (url, code) => {
    expect(codeOf(url)).toBe(code);
  });

  test.each([
    'https://hooks.example.com/services/T/B/x?token=1',
    'https://example.com:8443/',
    'https://93.184.216.34/',
    'https://[2606:2800:220:1:248:1893:25c8:1946]/',
    'https://localhost.example.com/',
  ])('takes %s', (url) => {
    expect(codeOf(url)).toBe('ok');
  });

  test('opens the own network, http and all ports when an admin says so', () => {
    for (const host of [
      '127.0.0.1:3000',
      '10.1.2.3',
      '[::1]:9',
      'alertmanager:9093',
      'localhost',
    ]) {
      expect(codeOf(`http://${host}/`, PRIVATE)).toBe('ok');
    }
  });

  test('keeps cloud credentials closed even then', () => {
    for (const host of ['169.254.169.254', '169.254.170.2', '[fd00:ec2::254]', '[fe80::1]', '0']) {
      expect(codeOf(`http://${host}/`, PRIVATE)).toBe('privateAddress');
    }
    expect(codeOf('http://user:pw@127.0.0.1/', PRIVATE)).toBe('userInfo');
    expect(codeOf('file:///etc/passwd', PRIVATE)).toBe('scheme');
  });
});

describe('isOpenAddress', () => {
  /** First and last address of each closed range of IPv4, and the neighbours outside. */
  test.each([
    ['9.255.255.255', '10.0.0.0', '10.255.255.255', '11.0.0.0'],
    ['100.63.255.255', '100.64.0.0', '100.127.255.255', '100.128.0.0'],
    ['126.255.255.255', '127.0.0.0', '127.255.255.255', '128.0.0.0'],
    ['169.253.255.255', '169.254.0.0', '169.254.255.255', '169.255.0.0'],
    ['172.15.255.255', '172.16.0.0', '172.31.255.255', '172.32.0.0'],
    ['191.255.255.255', '192.0.0.0', '192.0.0.255', '192.0.1.0'],
    ['192.0.1.255', '192.0.2.0', '192.0.2.255', '192.0.3.0'],
    ['192.88.98.255', '192.88.99.0', '192.88.99.255', '192.88.100.0'],
    ['192.167.255.255', '192.168.0.0', '192.168.255.255', '192.169.0.0'],
    ['198.17.255.255', '198.18.0.0', '198.19.255.255', '198.20.0.0'],
    ['198.51.99.255', '198.51.100.0', '198.51.100.255', '198.51.101.0'],
    ['203.0.112.255', '203.0.113.0', '203.0.113.255', '203.0.114.0'],
    ['223.255.255.255', '224.0.0.0', '255.255.255.255', '1.0.0.0'],
  ])('closes exactly the range after %s', (below, first, last, above) => {
    const open = [below, first, last, above].map((ip) => isOpenAddress(ip, PUBLIC));
    expect(open).toEqual([true, false, false, true]);
  });

  test.each([
    '0.0.0.0',
    '::',
    '::1',
    '::a9fe:a9fe',
    '::ffff:127.0.0.1',
    '::ffff:0:7f00:1',
    '64:ff9b::7f00:1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    '4000::1',
    'fc00::1',
    'fe80::1%eth0',
    'ff02::1',
    '127.1',
    '0x7f000001',
    'example.com',
    '',
  ])('closes "%s"', (address) => {
    expect(isOpenAddress(address, PUBLIC)).toBe(false);
  });

  test('opens global IPv6', () => {
    expect(isOpenAddress('2606:4700::6810:84e5', PUBLIC)).toBe(true);
    expect(isOpenAddress('2a00:1450:4001:80b::200e', PUBLIC)).toBe(true);
  });
});
