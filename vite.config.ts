/** How the page, the server bundle and the tests are built: one tool, three outputs. */
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const JSX = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const;

const page: ViteUserConfig = {
  root: 'web',
  oxc: JSX,
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0, // The page runs under a policy that allows files of its own only.
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:4680' } },
};

const server: ViteUserConfig = {
  publicDir: false,
  ssr: { noExternal: true, external: ['better-sqlite3'], target: 'node' },
  build: {
    target: 'node20',
    emptyOutDir: true,
    sourcemap: true,
    rollupOptions: {
      // Threads are started from files of their own.
      input: {
        main: 'server/main.ts',
        'reader-worker': 'server/job/reader-worker.ts',
        'answer-worker': 'server/cli/answer-worker.ts',
      },
      // Chunks lie beside the entry, so that paths relative to import.meta.url stay right.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
};

const tests: ViteUserConfig = {
  oxc: JSX,
  test: { include: ['test/**/*.test.ts'], testTimeout: 30_000, maxWorkers: 2 },
};

export default defineConfig(({ isSsrBuild }) => {
  if (process.env['VITEST']) return tests;
  return isSsrBuild ? server : page;
});
