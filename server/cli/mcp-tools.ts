/** The tools of the MCP server: every question of the API, as its own table describes it. */
import { z } from 'zod';
import { API } from '../../shared/contract.ts';
import { DIMENSION_HELP } from '../../shared/dimensions.ts';
import { METRICS } from '../../shared/metrics.ts';
import type { EndpointText } from '../api/endpoint-text.ts';
import { ENDPOINTS } from '../api/open-api.ts';

/** A tool: what it takes, and the question to the API that it becomes. */
export interface McpTool {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodRawShape;
  readonly path: string;
}

const CATALOGUE = [
  'Money is exact decimal text in US dollars; null is unknown, not zero; `unpricedInvocations`',
  'counts calls whose cost is missing from the sums.',
  'Metrics:',
  ...Object.entries(METRICS).map(([key, { unit, help }]) => `${key} (${unit}): ${help}`),
  'Dimensions:',
  ...Object.entries(DIMENSION_HELP).map(([key, help]) => `${key}: ${help}`),
  'tag.KEY: a tag that the config declares.',
].join('\n');

/** Only questions: whatever changes something is no tool. */
export const MCP_TOOLS: readonly McpTool[] = ENDPOINTS.filter(
  ({ method }) => method === undefined,
).map(toTool);

function toTool({ path, summary, parameters }: EndpointText): McpTool {
  const shapes = parameters.map(({ name, help, isList, isRequired }) => {
    const kind = isList ? z.array(z.string()) : z.string();
    return [name, (isRequired ? kind : kind.optional()).describe(help)] as const;
  });
  return {
    name: path.replace('/api/v1/', '').replaceAll('/', '_'),
    description: path === API.query ? `${summary}\n${CATALOGUE}` : summary,
    input: Object.fromEntries(shapes),
    path,
  };
}
