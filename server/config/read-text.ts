/** How the files that a config names are read, so that reading a config stays without a disk. */
import { err, type Result } from '../../shared/result.ts';

/** The text of a file, or in words why it cannot be read. */
export type ReadText = (path: string) => Result<string, string>;

/** For configs that stand in no file system. */
export const NO_FILES: ReadText = (path) => err(`the file ${path} cannot be read here`);
