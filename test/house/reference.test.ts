/** Compares the generated page with what is committed; `npm run docs` writes it anew. */
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, test } from 'vitest';
import { DIMENSION_HELP } from '../../shared/dimensions.ts';
import { METRIC_KEYS } from '../../shared/metrics.ts';
import { renderReference } from './reference.ts';
import { ROOT } from './sources.ts';

const PAGE = path.join(ROOT, 'docs/reference.md');

describe('docs/reference.md', () => {
  test('is what the catalogue renders to', async () => {
    const options = await resolveConfig(PAGE);
    const page = await format(renderReference(), { ...options, parser: 'markdown' });
    await expect(page).toMatchFileSnapshot(PAGE);
  });

  test('names every metric and every dimension', () => {
    const page = renderReference();
    const names = [...METRIC_KEYS, ...Object.keys(DIMENSION_HELP)];
    expect(names.length).toBeGreaterThan(40);
    expect(names.filter((name) => !page.includes(`| \`${name}\` |`))).toEqual([]);
  });
});
