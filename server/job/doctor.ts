/** Doctor's findings on demand, for many who ask at once: one look at a time, kept for a while. */
import type { DoctorReply } from '../../shared/doctor.ts';
import { isoTime, MINUTE_MS } from '../../shared/window.ts';
import type { Config } from '../config/config.ts';
import type { PriceBook } from '../price/price-book.ts';
import { createClients, type AwsClients } from '../source/clients.ts';
import { policyDocuments } from '../source/iam-documents.ts';
import { examineAccounts } from './examine-accounts.ts';

/** One try and one more: whoever waits for a doctor wants to know now. */
export const DOCTOR_ATTEMPTS = 2;
const KEPT_MS = 10 * MINUTE_MS;
/** A look asks AWS some ten times for each place: nobody makes it ask all the time. */
const FRESH_MS_MIN = 10_000;

export interface Doctor {
  /** @param isFresh asks for a look of now; one of the last ten seconds serves too. */
  report(isFresh: boolean): Promise<DoctorReply>;
}

export interface DoctorParts {
  readonly config: Pick<Config, 'accounts' | 'directories'>;
  readonly book: PriceBook;
  readonly nowMs: () => number;
  /** Makes clients for one look; replaced in tests. */
  readonly openClients?: () => AwsClients;
}

export function createDoctor(parts: DoctorParts): Doctor {
  let atMs = -Infinity;
  let kept: Promise<DoctorReply> | null = null;
  return {
    report(isFresh) {
      const nowMs = parts.nowMs();
      const keepMs = isFresh ? FRESH_MS_MIN : KEPT_MS;
      if (kept && nowMs - atMs < keepMs) return kept;
      atMs = nowMs;
      const look = examine(parts, nowMs);
      kept = look;
      look.catch(() => {
        if (kept === look) kept = null; // What has failed is not kept: the next asks again.
      });
      return look;
    },
  };
}

async function examine(parts: DoctorParts, nowMs: number): Promise<DoctorReply> {
  const { accounts, directories } = parts.config;
  const open = parts.openClients ?? (() => createClients(parts.nowMs, DOCTOR_ATTEMPTS));
  const clients = open();
  try {
    return {
      at: isoTime(nowMs),
      accounts: accounts.length,
      directories: directories.length,
      findings: await examineAccounts({ accounts }, { ...parts, clients }),
      policies: policyDocuments(accounts, {}).map(({ account, attachTo, policy }) => {
        return { account, attachTo, text: JSON.stringify(policy, null, 2) };
      }),
    };
  } finally {
    clients.destroy();
  }
}
