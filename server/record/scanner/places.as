/** Where things lie in the scanner's memory; scanner-memory.ts says the same to JavaScript. */

/** What the last line was found to be: see scanner-memory.ts. */
export const OUT: usize = 1024;
export const OUT_SLOTS: usize = OUT + 16;
export const OUT_COUNTS: usize = OUT + 64;
export const OUT_ID: usize = OUT + 320;
export const OUT_TIME: usize = OUT + 336;
export const OUT_NUMBERS: usize = OUT + 344;

/** The shape of the last line, with room for one word more than it may be long. */
export const SHAPE: usize = 4096;
export const SHAPE_BYTES_MAX: u32 = 8192;

/** Keys that are kept, written by JavaScript. */
export const KEYS: usize = 16384;

/** Texts that repeat: three tables, each with an index and an arena. */
export const TABLES: usize = 131072;

/** The line; a newline and sixteen bytes stand behind it. */
export const LINES: usize = 10485760;
