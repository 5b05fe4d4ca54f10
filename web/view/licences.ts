/** The packages that Outcrop stands on, each with its licence. */

/** Put in by the build, from the packages that it found. */
declare const SHIPPED_LICENCES: readonly (readonly [name: string, licence: string])[];

export const LICENCES = SHIPPED_LICENCES;
