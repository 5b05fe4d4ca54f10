/** Compiles the scanner of lines from its sources, as the file that is kept of it says. */
import * as asc from 'assemblyscript/asc';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../../server/record/scanner/', import.meta.url));
const OPTIONS = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'];
/** 16 MiB that never grow, with its own data behind the keys. */
const MEMORY = ['--initialMemory', '256', '--maximumMemory', '256', '--memoryBase', '122880'];
const LINE_CHARS = 92;

/** Text of server/record/scanner-wasm.ts. */
export async function compiledScanner(): Promise<string> {
  let binary: Uint8Array | null = null;
  const args = ['scanner.ts', ...OPTIONS, ...MEMORY, '--outFile', 'scanner.wasm'];
  const { error } = await asc.main(args, {
    // The compiler looks for .ts; in this house that would be a file of its own rules.
    readFile: (name) => {
      const file = path.join(SOURCES, name.replace(/\.ts$/, '.as'));
      return existsSync(file) ? readFileSync(file, 'utf8') : null;
    },
    writeFile: (_, contents) => {
      if (typeof contents !== 'string') binary = contents;
    },
    listFiles: () => [],
  });
  if (error || !binary)
    throw new Error(`The scanner does not compile: ${error?.message ?? 'nothing was written'}`);
  const lines = Buffer.from(binary)
    .toString('base64')
    .match(new RegExp(`.{1,${LINE_CHARS}}`, 'g'));
  return `/** The scanner, compiled from scanner/*.as by \`npm run scanner\`; a test compiles it again. */

export const SCANNER_BASE64 = \`
${(lines ?? []).join('\n')}
\`;
`;
}
