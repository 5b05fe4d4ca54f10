/** How often a call searched the web: Nova's own tool, which has a price for each search. */
import { asList, at, objectAt, textAt } from './json.ts';

const TOOL = 'nova_grounding';

/**
 * @param request body of the request.
 * @param answer body of the answer: one object, or the chunks of a stream.
 * @returns null where the tool was not offered, or where no answer is there to tell.
 * @source Bedrock user guide, web grounding: `systemTool` in `toolConfig`, `toolUse` in the answer.
 */
export function readGroundingCount(request: unknown, answer: unknown): number | null {
  const tools = asList(at(at(request, 'toolConfig'), 'tools'));
  const isOffered = tools.some((tool) => textAt(at(tool, 'systemTool'), 'name') === TOOL);
  if (!isOffered || answer === undefined || answer === null) return null;
  const blocks = Array.isArray(answer)
    ? answer.map((chunk) => objectAt(at(chunk, 'contentBlockStart'), 'start'))
    : asList(at(objectAt(at(answer, 'output'), 'message'), 'content'));
  return blocks.filter((block) => textAt(at(block, 'toolUse'), 'name') === TOOL).length;
}
