/** What quotas limit, and to which calls they belong. */

export const QUOTA_KINDS = ['requestsPerMinute', 'tokensPerMinute', 'tokensPerDay'] as const;
export type QuotaKind = (typeof QUOTA_KINDS)[number];

/** Calls of the bare model, of a profile of one geography, and of a global profile. */
export type QuotaRouting = 'regional' | 'geo' | 'global';

/** The code under which a quota of the config is kept: what it was written for, and its kind. */
export function configuredCode(modelId: string, kind: QuotaKind): string {
  return `${modelId} ${kind}`;
}

/** Reads configuredCode back; null for what is none. Never throws. */
export function parseConfiguredCode(
  code: string,
): { readonly modelId: string; readonly kind: QuotaKind } | null {
  const [modelId, name, ...more] = code.split(' ');
  const kind = QUOTA_KINDS.find((one) => one === name);
  return modelId && kind && more.length === 0 ? { modelId, kind } : null;
}
