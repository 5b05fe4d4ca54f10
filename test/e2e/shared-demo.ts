/** One running demo for all files that only look at it: each took ten seconds to fill its own. */
import type { TestProject } from 'vitest/node';
import { serving } from './serving.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    readonly demoUrl: string;
  }
}

/** Starts it; files begin while it still reads. @returns what ends it after the last file. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const demo = await serving(['demo', '--days', '5', '--port', '0', '--json']);
  provide('demoUrl', demo.url);
  return async () => {
    await demo.stop();
    demo.kill();
  };
}
