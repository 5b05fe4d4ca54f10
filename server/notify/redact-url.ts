/** Shows a webhook's address without what is secret in it. */

/**
 * Keeps scheme, host and port; paths and queries of webhooks are often the receiver's password.
 *
 * @returns such as `https://hooks.example.com/…`; `(not a URL)` when it cannot be read.
 */
export function redactUrl(url: string): string {
  if (!URL.canParse(url)) return '(not a URL)';
  const { protocol, host, pathname, search } = new URL(url);
  return `${protocol}//${host}/${pathname.length > 1 || search !== '' ? '…' : ''}`;
}
