/** The attribution rules as text again, for whoever wants to read or change them. */
import { stringify } from 'yaml';
import type { z } from 'zod';
import type { ConfigText } from './config-text.ts';
import type { ReadText } from './read-text.ts';

/** What holds where the config has no rules. */
const DEFAULT_TEXT = `rules:
  - name: request metadata tenant
    when: { metadata.tenant: '(?s)(.+)' }
    tenant: $1
  - name: profile tag tenant
    when: { profileTag.tenant: '(?s)(.+)' }
    tenant: $1
`;

/** The text of the file of rules, or of the config's own. */
export function rulesTextOf(
  { tables, rules, rulesFile }: z.output<typeof ConfigText>['attribution'],
  readText: ReadText,
): { readonly text: string; readonly file: string | null } {
  if (rulesFile !== undefined) {
    const content = readText(rulesFile);
    return { text: content.ok ? content.value : '', file: rulesFile };
  }
  if (!rules) return { text: DEFAULT_TEXT, file: null };
  const text = stringify({ ...(tables.length > 0 && { tables }), rules });
  return { text, file: null };
}
