/** How large the store is, and what its parts take. */

/** Room that the data take, and what an average day of the last seven added. */
export interface StorageUse {
  readonly bytes: number;
  /** By what retention tells apart. */
  readonly bytesPerDay: {
    readonly rows: number;
    readonly minutes: number;
    readonly hours: number;
    readonly days: number;
  };
}
