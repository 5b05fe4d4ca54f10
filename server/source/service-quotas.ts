/** Reads which quotas of Bedrock an account and Region has. */
import {
  ListServiceQuotasCommand,
  type ServiceQuota,
  type ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { toSourceError } from './aws-error.ts';
import type { QuotaFact } from './quota.ts';
import { tokenPages } from './token-pages.ts';

const SERVICE = 'bedrock';
/** The most that one page holds. */
const PAGE_QUOTAS_MAX = 100;

/**
 * All applied quotas, whatever they limit.
 *
 * @returns by code, each once.
 * @throws SourceError
 */
export async function readQuotas(
  client: ServiceQuotasClient,
  signal: AbortSignal,
): Promise<readonly QuotaFact[]> {
  const found = new Map<string, QuotaFact>();
  const ask = ({ token }: { readonly token?: string }) => {
    const page = token === undefined ? {} : { NextToken: token };
    const input = { ServiceCode: SERVICE, MaxResults: PAGE_QUOTAS_MAX, ...page };
    return client.send(new ListServiceQuotasCommand(input), { abortSignal: signal });
  };
  try {
    for await (const { Quotas = [] } of tokenPages(ask, (page) => page.NextToken)) {
      for (const fact of Quotas.flatMap(factOf)) found.set(fact.code, fact);
    }
  } catch (error) {
    throw toSourceError(error, 'read the quotas of Bedrock from Service Quotas');
  }
  return [...found.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** One without a value is not applied to the account. */
function factOf({ QuotaCode, QuotaName, Value, Adjustable }: ServiceQuota): readonly QuotaFact[] {
  if (QuotaCode === undefined || Value === undefined) return [];
  const isAdjustable = Adjustable ?? false;
  return [{ code: QuotaCode, name: QuotaName ?? '', value: Value, isAdjustable }];
}
