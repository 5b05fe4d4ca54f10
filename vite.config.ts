/** How the page, the server bundle and the tests are built: one tool, three outputs. */
import { readFileSync } from 'node:fs';
import packageFile from './package.json' with { type: 'json' };
import { LongFirst } from './test/support/long-first.ts';
import { configDefaults, defineConfig, type ViteUserConfig } from 'vitest/config';

const JSX = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const;

/** Every package that is shipped, with the licence that its own file says. */
function shippedLicences(): readonly (readonly [name: string, licence: string])[] {
  const names = [...Object.keys(packageFile.dependencies), ...packageFile.builtIn].sort();
  return names.map((name) => {
    const file = new URL(`node_modules/${name}/package.json`, import.meta.url);
    // The guarantee: npm asks every package for this field.
    const { license } = JSON.parse(readFileSync(file, 'utf8')) as { readonly license: string };
    return [name, license];
  });
}

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
        'report-worker': 'server/cli/report-worker.ts',
        'check-worker': 'server/cli/check-worker.ts',
        'passes-worker': 'server/cli/passes-worker.ts',
      },
      // Chunks lie beside the entry, so that paths relative to import.meta.url stay right.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
};

/** These measure memory, of which others in the same process would have their part. */
const ALONE_FILES = [
  'test/attribute/hostile-set.test.ts',
  'test/source/object-records.test.ts',
  'test/source/s3-places.test.ts',
  'test/store/value-limits.test.ts',
];

/** A third of the time went into loading the same modules again for each file. */
const TOGETHER = { isolate: false, setupFiles: ['test/support/shared-worker.ts'] };

const BROWSER_FILES = ['test/e2e/**/*.test.ts', 'test/bench/page/*.test.ts'];

const tests: ViteUserConfig = {
  oxc: JSX,
  test: {
    testTimeout: 30_000,
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    projects: [
      {
        extends: true,
        test: {
          ...TOGETHER,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...ALONE_FILES, ...BROWSER_FILES],
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE_FILES } },
      {
        extends: true,
        test: {
          ...TOGETHER,
          name: 'browser',
          include: BROWSER_FILES,
          globalSetup: ['test/e2e/shared-demo.ts'],
        },
      },
    ],
  },
};

export default defineConfig(({ isSsrBuild, mode }) => {
  if (process.env['VITEST']) return tests;
  if (isSsrBuild) return server;
  const define = {
    SHIPPED_LICENCES: JSON.stringify(shippedLicences()),
    IS_DEVELOPMENT: String(mode === 'development'), // Else the gallery is left out.
  };
  return { ...page, define };
});
