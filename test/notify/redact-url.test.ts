/** Addresses as logs may show them. */
import { expect, test } from 'vitest';
import { redactUrl } from '../../server/notify/redact-url.ts';

test.each([
  ['https://hooks.example.com/services/T0/B0/s3cret', 'https://hooks.example.com/…'],
  ['https://example.com/?token=s3cret', 'https://example.com/…'],
  ['https://user:s3cret@example.com:8443/', 'https://example.com:8443/'],
  ['https://example.com#s3cret', 'https://example.com/'],
  ['s3cret', '(not a URL)'],
])('shows %s as %s', (url, shown) => {
  expect(redactUrl(url)).toBe(shown);
});
