/** What is shipped may be shipped: its licences, and a bill of materials that names it all. */
import { describe, expect, test } from 'vitest';
import { billOfMaterials } from './sbom.ts';
import { lockedPackages, ourPackages, shippedPackages } from './shipped.ts';
import { readFiles } from './sources.ts';

/** Licences that ask for no more than to be named, each alone or as one of a choice. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Unlicense',
]);

/** `A AND B` needs both; of `A OR B` we take the one that is allowed. */
function isAllowed(expression: string): boolean {
  const plain = expression.replaceAll(/[()]/g, '');
  return plain.split(' AND ').every((part) => part.split(' OR ').some((one) => ALLOWED.has(one)));
}

describe('C2: what is shipped', () => {
  const shipped = shippedPackages();

  test('has licences that allow it', () => {
    expect(shipped.filter(({ licence }) => !isAllowed(licence))).toEqual([]);
  });

  test.each(['GPL-3.0', 'MIT AND AGPL-3.0', 'SSPL-1.0', 'UNLICENSED', ''])(
    'would not have %j',
    (licence) => expect(isAllowed(licence)).toBe(false),
  );

  test('is what runs and what the page is built from, and no tool', () => {
    const names = shipped.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...ourPackages().builtIn, 'better-sqlite3']));
    expect(names).not.toContain('vitest');
    expect(names).not.toContain('typescript');
  });

  test('is few packages of our own choice, at exact versions', () => {
    const { builtIn, dependencies, devDependencies } = ourPackages();
    expect(builtIn.length + Object.keys(dependencies).length).toBeLessThanOrEqual(40);
    const versions = Object.values({ ...dependencies, ...devDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  test('is installed as one package with a binary: all others are built in', () => {
    const { builtIn, dependencies } = ourPackages();
    expect(Object.keys(dependencies)).toEqual(['better-sqlite3']);
    const asked = readFiles(['server', 'web', 'shared'], ['.ts', '.tsx']).flatMap(({ text }) =>
      [...text.matchAll(/(?:from|import\()\s*'((?:@[\w.-]+\/)?[\w.-]+)/g)].map(([, name]) => name),
    );
    // Only what is run from its sources asks for tsx.
    const packages = new Set(asked.filter((name) => name && !/^(\.|node$|tsx$)/.test(name)));
    expect(packages).toEqual(new Set([...builtIn, 'better-sqlite3']));
  });

  test('makes no code of texts, and asks no other site for any', () => {
    const files = readFiles(['server', 'web', 'shared'], ['.ts', '.tsx', '.css', '.html']);
    expect(files.length).toBeGreaterThan(500);
    const makesCode = /\beval\(|\bnew Function\b|\.innerHTML\b|dangerouslySetInnerHTML/;
    expect(files.filter(({ text }) => makesCode.test(text)).map((one) => one.path)).toEqual([]);
    const page = files.filter(({ path: name }) => name.startsWith('web/'));
    const loads = /(src|href)="https?:|@import|url\(["']?https?:/;
    expect(page.filter(({ text }) => loads.test(text)).map((one) => one.path)).toEqual([]);
  });

  test('C1: is locked by checksum, and runs no script of its own at install but one', () => {
    const locked = lockedPackages();
    expect(locked.size).toBeGreaterThan(100);
    const unsure = [...locked].filter(([, one]) => one.integrity === undefined);
    expect(unsure.map(([place]) => place)).toEqual([]);
    const scripted = [...locked].filter(([, one]) => one.hasInstallScript && !one.dev);
    // Fetches or builds the binary of SQLite.
    expect(scripted.map(([place]) => place)).toEqual(['node_modules/better-sqlite3']);
  });

  test('stands in the bill of materials, each with version and checksum', () => {
    const { components } = billOfMaterials() as {
      readonly components: readonly {
        readonly purl: string;
        readonly hashes: readonly { readonly content: string }[];
      }[];
    };
    expect(components).toHaveLength(shipped.length);
    expect(new Set(components.map(({ purl }) => purl)).size).toBe(shipped.length);
    for (const { purl, hashes } of components) {
      expect(purl).toMatch(/^pkg:npm\/[^@]+@\d+\.\d+\.\d+/);
      expect(hashes[0]?.content).toMatch(/^[0-9a-f]{128}$/);
    }
  });
});
