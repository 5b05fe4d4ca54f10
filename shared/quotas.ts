/** Reply of `GET /api/v1/quotas`: how near calls come to what AWS allows by the minute and day. */
import type { QuotaKind, QuotaRouting } from './quota-kinds.ts';

/** Growth of use over whole weeks, the newest last; `perWeek` is a share of the newest week. */
export type QuotaTrend =
  | {
      readonly kind: 'growing';
      readonly weeks: number;
      readonly perWeek: number;
      /** Until the peak meets the quota, if use goes on so; null when no quota is known. */
      readonly daysToLimit: number | null;
    }
  | { readonly kind: 'notGrowing'; readonly weeks: number; readonly perWeek: number }
  | { readonly kind: 'notEnoughHistory'; readonly weeks: number };

/** What holds now. */
export interface QuotaValue {
  readonly value: number;
  /** `L-` and eight characters; null for one of the config. */
  readonly code: string | null;
  readonly name: string;
  readonly origin: 'serviceQuotas' | 'config';
  readonly isAdjustable: boolean;
  /** When it was first seen with this value. */
  readonly since: string;
}

export interface QuotaRow {
  readonly account: string;
  readonly region: string;
  readonly model: string;
  readonly routing: QuotaRouting;
  readonly kind: QuotaKind;
  /** Null when nobody has told it. */
  readonly quota: QuotaValue | null;
  /** The busiest minute or day of the window; null when its minutes are not kept any more. */
  readonly peak: { readonly value: number; readonly at: string } | null;
  /** Peak over quota as it was then. */
  readonly usedShare: number | null;
  readonly headroom: number | null;
  /** Tokens of the quota for one token of output; assumed where no source names the model. */
  readonly burnDown: { readonly rate: number; readonly isAssumed: boolean };
  readonly invocations: number;
  readonly throttles: number;
  readonly clientErrors: number;
  readonly serverErrors: number;
  /** Who used the quota in the peak, the most first; shares add up to 1. */
  readonly tenants: readonly {
    readonly tenant: string;
    readonly used: number;
    readonly share: number;
  }[];
  readonly trend: QuotaTrend;
  /** What to ask AWS for; null while no quota is known. */
  readonly increase: QuotaIncrease | null;
}

export interface QuotaIncrease {
  /** Null when the use does not call for more. */
  readonly asked: number | null;
  /** Ready to be copied into a request. */
  readonly text: string;
}

export interface QuotasReply {
  readonly from: string;
  readonly to: string;
  /** Peaks are of this time on: further back minutes are not counted any more, UTC ISO. */
  readonly peaksFrom: string;
  /** The most used first, those without a known quota last. */
  readonly rows: readonly QuotaRow[];
  /** Known quotas of models that nobody called. */
  readonly unusedQuotas: number;
  /** Quotas that are held against no use, with the reason. */
  readonly unmatched: readonly {
    readonly account: string;
    readonly region: string;
    readonly code: string;
    readonly name: string;
    readonly value: number;
    readonly reason: 'longContext' | 'unknownModel' | 'twice';
  }[];
  /** How the last look at Service Quotas ended in each place. */
  readonly looks: readonly {
    readonly account: string;
    readonly region: string;
    readonly at: string;
    readonly error: {
      readonly code: string;
      readonly message: string;
      readonly hint: string;
    } | null;
  }[];
  /** Dimensions of the filter that quotas do not know, since they are of all tenants together. */
  readonly ignored: readonly string[];
}
