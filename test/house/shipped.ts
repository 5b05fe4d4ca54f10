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
    /** Built into page and server, and so shipped, though nobody installs them. */
    readonly builtIn: readonly string[];
    readonly dependencies: Readonly<Record<string, string>>; // npm reads this file.
    readonly devDependencies: Readonly<Record<string, string>>;
  };
}

/** All packages, by name and version. */
export function shippedPackages(): readonly Shipped[] {
  const locked = lockedPackages();
  const builtIn = withDependencies(ourPackages().builtIn, locked);
  const all = [...locked]
    .filter(([place, one]) => one.dev !== true || builtIn.has(place))
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

const MODULES = 'node_modules/';

function nameOf(place: string): string {
  return place.slice(place.lastIndexOf(MODULES) + MODULES.length);
}

/** The places of packages and of all that these ask for. */
function withDependencies(
  names: readonly string[],
  packages: ReadonlyMap<string, Locked>,
): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (name: string, asker: string): void => {
    const place = placeOf(name, asker, packages);
    if (place === null || found.has(place)) return;
    found.add(place);
    for (const next of Object.keys(packages.get(place)?.dependencies ?? {})) add(next, place);
  };
  for (const name of names) add(name, '');
  return found;
}

/** Where Node finds a package: in the folder of who asks, or in one of those around it. */
function placeOf(
  name: string,
  asker: string,
  packages: ReadonlyMap<string, Locked>,
): string | null {
  for (let around = asker; ; around = around.slice(0, Math.max(0, around.lastIndexOf(MODULES)))) {
    const folder = around === '' || around.endsWith('/') ? around : `${around}/`;
    const place = `${folder}${MODULES}${name}`;
    if (packages.has(place)) return place;
    if (around === '') return null;
  }
}
