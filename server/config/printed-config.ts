/** A config as it is in force: every default filled in, and nothing secret. */
import { stringify } from 'yaml';
import { assert } from '../../shared/assert.ts';
import { ConfigText } from './config-text.ts';
import { readYaml } from './yaml-text.ts';

/** @param text of a config that has been read without a mistake. @returns YAML that reads alike. */
export function printedConfig(text: string): string {
  const yaml = readYaml(text, null);
  const parsed = yaml.ok ? ConfigText.safeParse(yaml.value.value) : null;
  assert(parsed?.success === true, 'a config that is printed has been read');
  const { accounts, channels, ...settings } = parsed.data;
  const shown = {
    ...settings,
    accounts: accounts.map((account) => ({ ...account, credentials: undefined })), // Left out.
    channels: channels.map((one) => ('url' in one ? { ...one, url: plainUrl(one.url) } : one)),
  };
  return stringify(shown, { lineWidth: 100 });
}

/** People put tokens into addresses, though none belongs there. */
function plainUrl(text: string): string {
  const url = new URL(text);
  url.username = '';
  url.password = '';
  url.search = '';
  return url.href;
}
