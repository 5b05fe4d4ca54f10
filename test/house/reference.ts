/** Renders docs/reference.md from the catalogue, so that the page cannot fall behind the code. */
import { DIMENSION_HELP, ROLLED_DIMENSIONS, ROW_DIMENSIONS } from '../../shared/dimensions.ts';
import type { Metric } from '../../shared/metric.ts';
import { METRICS } from '../../shared/metrics.ts';
import { accessRows, ASKERS } from './access-rows.ts';

const HEAD = `# Reference

This page is written by \`npm run docs\` from \`shared/metrics.ts\` and
\`shared/dimensions.ts\`; a test fails when it is stale. The names below are the same in the page,
the HTTP API, the command line, the alarms of the config file and the report.
`;

const ON_SOURCES = `A metric's sources are \`logs\` (model invocation logs), \`cloudWatch\` (metrics of the namespace
AWS/Bedrock), \`inventory\` (bought capacity and models of the account) and \`priceBook\` (rates by
date). A ratio without a denominator is unknown, not zero,
and so is a cost in which no usage has a rate.
`;

const ON_FILTERS = `Filters name dimensions: \`tenant=acme,globex model=anthropic.claude-* tag.feature!="batch jobs"\`.
Terms are joined by AND and the values of one term by OR; \`*\` stands for any run of characters, and
double quotes keep spaces and commas.
`;

const ON_ACCESS = `Every route says by one word who may ask it, and what has no word is refused. \`viewer of some\` is
a viewer that sees some tenants only: \`scoped\` routes tell it of these, as if there were no others.
`;

/** The whole page as markdown, not yet laid out by prettier. */
export function renderReference(): string {
  const metrics: readonly (readonly [string, Metric])[] = Object.entries(METRICS);
  const metricRows = metrics.map(([key, metric]) => {
    const sources = metric.sources.join(', ');
    return [`\`${key}\``, metric.label, metric.unit, sources, metric.help];
  });
  return [
    HEAD,
    '## Metrics\n',
    ON_SOURCES,
    table(['Metric', 'Label', 'Unit', 'Sources', 'Meaning'], metricRows),
    '## Dimensions\n',
    'Any window answers these, by filter and by group.\n',
    table(['Dimension', 'Meaning'], dimensionRows(ROLLED_DIMENSIONS)),
    'Only single invocations carry these: they are answered as long as rows are kept.\n',
    table(['Dimension', 'Meaning'], dimensionRows(ROW_DIMENSIONS)),
    'Every tag key that the config declares is a dimension too, as `tag.KEY`.\n',
    '## Filters\n',
    ON_FILTERS,
    '## Who may ask what\n',
    ON_ACCESS,
    table(['Route', 'Word', ...ASKERS.keys()], accessRows()),
  ].join('\n');
}

function dimensionRows(
  dimensions: readonly (keyof typeof DIMENSION_HELP)[],
): readonly (readonly string[])[] {
  return dimensions.map((dimension) => [`\`${dimension}\``, DIMENSION_HELP[dimension]]);
}

/** A table of markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  const cells = lines.map((line) => line.map((cell) => cell.replaceAll('|', '\\|')));
  return `${cells.map((line) => `| ${line.join(' | ')} |`).join('\n')}\n`;
}
