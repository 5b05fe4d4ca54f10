/** The question of the bill beside the estimate, as one call. */
import { API } from '../../shared/contract.ts';
import type { ReconcileReply } from '../../shared/reconcile-contract.ts';
import { call } from './call.ts';

/** @param month '' for the newest that was read */
export function askReconcile(month: string, signal: AbortSignal): Promise<ReconcileReply> {
  return call<ReconcileReply>(API.reconcile, [['month', month]], signal);
}
