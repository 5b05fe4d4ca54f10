/** Quotas by what they hold for, each with its history; the config's stand above AWS's. */
import { baseModelId, routingOfModelId } from '../../shared/model-id.ts';
import {
  parseConfiguredCode,
  type QuotaKind,
  type QuotaRouting,
} from '../../shared/quota-kinds.ts';
import type { QuotaOrigin, QuotaVersion } from '../store/quota-ledger.ts';
import { readQuotaName, type QuotaTarget, type UnmatchedReason } from './quota-name.ts';

/** The calls that one quota counts together. */
export interface QuotaScope {
  readonly account: string;
  readonly region: string;
  readonly model: string;
  readonly routing: QuotaRouting;
}

export interface AppliedQuota extends QuotaScope {
  readonly kind: QuotaKind;
  readonly origin: QuotaOrigin;
  readonly code: string;
  readonly name: string;
  readonly isAdjustable: boolean;
  /** By time; before the first one the quota is what it was first seen as. */
  readonly values: readonly {
    readonly fromMs: number;
    readonly toMs: number | null;
    readonly value: number;
  }[];
}

export interface UnmatchedQuota {
  readonly account: string;
  readonly region: string;
  readonly code: string;
  readonly name: string;
  readonly value: number;
  /** `twice`: two quotas of AWS claim the same calls, so that neither is believed. */
  readonly reason: UnmatchedReason | 'twice';
}

export interface AppliedQuotas {
  readonly quotas: readonly AppliedQuota[];
  readonly unmatched: readonly UnmatchedQuota[];
  /** What holds for a kind of limit on some calls; null when none is known. */
  readonly find: (scope: QuotaScope, kind: QuotaKind) => AppliedQuota | null;
}

/** Sorts what the store has of quotas by what it holds for. Never throws. */
export function appliedQuotas(versions: readonly QuotaVersion[]): AppliedQuotas {
  const claims = new Map<string, AppliedQuota[]>();
  const unmatched: UnmatchedQuota[] = [];
  for (const history of histories(versions)) {
    const last = history.at(-1);
    if (!last) continue;
    const read = targetsOf(last);
    if (typeof read === 'string') {
      if (last.validToMs === null) unmatched.push({ ...last, reason: read });
      continue;
    }
    for (const quota of read.map((target) => quotaOf(history, last, target))) {
      const key = keyOf(quota, quota.kind);
      claims.set(key, [...(claims.get(key) ?? []), quota]);
    }
  }
  const found = new Map<string, AppliedQuota>();
  for (const [key, quotas] of claims) {
    const chosen = chosenOf(quotas);
    if (chosen) found.set(key, chosen);
    else unmatched.push(...quotas.filter(isInForce).map(refusedTwice));
  }
  const find: AppliedQuotas['find'] = (scope, kind) => found.get(keyOf(scope, kind)) ?? null;
  return { quotas: [...found.values()], unmatched, find };
}

/** The config stands above AWS; null where two of AWS claim the same calls. */
function chosenOf(quotas: readonly AppliedQuota[]): AppliedQuota | null {
  const inForce = quotas.filter(isInForce);
  const written = inForce.find(({ origin }) => origin === 'config');
  if (written) return written;
  const [only = null, second] = inForce.length > 0 ? inForce : quotas.slice(-1);
  return second ? null : only;
}

function isInForce({ values }: AppliedQuota): boolean {
  return values.at(-1)?.toMs === null;
}

function refusedTwice(quota: AppliedQuota): UnmatchedQuota {
  return { ...quota, value: quota.values.at(-1)?.value ?? 0, reason: 'twice' };
}

/** The value that held at an instant; null after the quota was gone. */
export function quotaAt({ values }: AppliedQuota, atMs: number): number | null {
  const held = values.findLast(({ fromMs }) => fromMs <= atMs) ?? values[0];
  if (!held || (held.toMs !== null && held.toMs <= atMs)) return null;
  return held.value;
}

function histories(versions: readonly QuotaVersion[]): Iterable<readonly QuotaVersion[]> {
  const histories = new Map<string, QuotaVersion[]>();
  for (const version of versions) {
    const key = [version.account, version.region, version.origin, version.code].join('\n');
    const history = histories.get(key) ?? [];
    history.push(version);
    histories.set(key, history);
  }
  return histories.values();
}

function targetsOf(version: QuotaVersion): readonly QuotaTarget[] | UnmatchedReason {
  if (version.origin === 'serviceQuotas') {
    const read = readQuotaName(version.name);
    return read.isMatched ? read.targets : read.reason;
  }
  const code = parseConfiguredCode(version.code);
  if (!code) return 'unknownModel';
  const { modelId, kind } = code;
  const routing = routingOfModelId(modelId);
  return [{ model: baseModelId(modelId), routing, kind, factor: 1 }];
}

function quotaOf(
  history: readonly QuotaVersion[],
  { account, region, origin, code, name, isAdjustable }: QuotaVersion,
  { model, routing, kind, factor }: QuotaTarget,
): AppliedQuota {
  const values = history.map(({ validFromMs, validToMs, value }) => {
    return { fromMs: validFromMs, toMs: validToMs, value: value * factor };
  });
  return { account, region, model, routing, kind, origin, code, name, isAdjustable, values };
}

function keyOf({ account, region, model, routing }: QuotaScope, kind: QuotaKind): string {
  return [account, region, model, routing, kind].join('\n');
}
