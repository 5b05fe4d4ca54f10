/** Doctor's findings for a card: looked for when asked, and again on a press. */
import { useState } from 'preact/hooks';
import type { DoctorReply } from '../../shared/doctor.ts';
import { askDoctor } from '../api/ask.ts';
import type { CallError } from '../api/call.ts';
import { useLoad } from './use-load.ts';

interface DoctorLook {
  readonly doctor: DoctorReply | null;
  readonly problem: CallError | null;
  readonly isLooking: boolean;
  readonly look: () => void;
}

/** @param looksAtOnce asks without a press; a look of the last minutes serves then. */
export function useDoctor(looksAtOnce: boolean): DoctorLook {
  const [looks, setLooks] = useState(0);
  const key = looksAtOnce || looks > 0 ? `doctor ${looks}` : null;
  const load = useLoad(key, 0, (signal) => askDoctor(looks > 0, signal));
  return {
    doctor: load.data,
    problem: load.problem,
    isLooking: key !== null && load.isStale,
    look: () => setLooks(looks + 1),
  };
}
