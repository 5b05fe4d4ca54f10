/** `npm run sbom`: the bill of materials of a release, in CycloneDX. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { shippedPackages, type Shipped } from './shipped.ts';
import { ROOT } from './sources.ts';

/** Equal for equal lock files: it holds no time and no number of its own. */
export function billOfMaterials(): object {
  const text = readFileSync(path.join(ROOT, 'package.json'), 'utf8');
  const { name, version } = JSON.parse(text) as { readonly name: string; readonly version: string };
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: { type: 'application', 'bom-ref': `${name}@${version}`, name, version },
    },
    components: shippedPackages().map(componentOf),
  };
}

function componentOf({ name, version, licence, integrity }: Shipped): object {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  const [, base64 = ''] = /^sha512-(.+)$/.exec(integrity) ?? [];
  const content = Buffer.from(base64, 'base64').toString('hex');
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    licenses: licence === '' ? [] : [{ expression: licence }],
    hashes: content === '' ? [] : [{ alg: 'SHA-512', content }],
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.stdout.write(`${JSON.stringify(billOfMaterials(), null, 2)}\n`);
}
