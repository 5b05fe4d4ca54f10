/** What is shipped: every package that the release holds or installs, read from the lock file. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './sources.ts';

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

export interface Shipped {
  readonly name: string;
  readonly version: string;
  /** As the package says it, an SPDX expression; '' when it says nothing. */
  readonly licence: string;
  /** Checksum of the archive in the registry, as npm has it. */
  readonly integrity: string;
}

/** Built into the page, and so shipped, though nobody installs them. */
export const IN_THE_PAGE = ['@preact/signals', 'chart.js', 'chartjs-plugin-annotation', 'preact'];

/** Every package that is installed here, by its place. */
export function lockedPackages(): ReadonlyMap<string, Locked> {
  const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, Locked>>; // npm writes this file.
  };
  return new Map(Object.entries(packages).filter(([place]) => place !== ''));
}

/** What we ask for ourselves, by name. */
export function ourPackages() {
  return JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>; // npm reads this file.
    readonly devDependencies: Readonly<Record<string, string>>;
  };
}

/** All packages, by name and version. */
export function shippedPackages(): readonly Shipped[] {
  const locked = lockedPackages();
  const inThePage = withDependencies(IN_THE_PAGE, Object.fromEntries(locked));
  const all = [...locked]
    .filter(([place, one]) => one.dev !== true || inThePage.has(nameOf(place)))
    .map(([place, one]) => ({
      name: nameOf(place),
      version: one.version ?? '',
      licence: one.license ?? '',
      integrity: one.integrity ?? '',
    }));
  // A package that lies in two places is one.
  const unique = new Map(all.map((one) => [`${one.name} ${one.version}`, one]));
  return [...unique.values()].sort((a, b) =>
    `${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1,
  );
}

function nameOf(place: string): string {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function withDependencies(
  names: readonly string[],
  packages: Readonly<Record<string, Locked>>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    Object.keys(packages[`node_modules/${name}`]?.dependencies ?? {}).forEach(add);
  };
  names.forEach(add);
  return found;
}
