/** What an embedding call read: by the shapes of requests that name it. */
import type { InputKind } from './invocation.ts';
import { objectAt, textAt } from './json.ts';

const KINDS: readonly Exclude<InputKind, 'documentImage'>[] = ['text', 'image', 'audio', 'video'];

/**
 * @param request the model's own request.
 * @returns null where the request names no kind, or names several.
 * @source Bedrock user guide: request schemas of Nova Multimodal Embeddings and Marengo Embed.
 */
export function readInputKind(request: unknown): InputKind | null {
  const named = textAt(request, 'inputType'); // Marengo.
  if (named !== null) return KINDS.find((kind) => kind === named) ?? null;
  const single = objectAt(request, 'singleEmbeddingParams');
  const params = single ?? objectAt(request, 'segmentedEmbeddingParams');
  const found = KINDS.filter((kind) => objectAt(params, kind) !== null);
  const [kind] = found;
  if (kind === undefined || found.length > 1) return null;
  const isPage = textAt(objectAt(params, kind), 'detailLevel') === 'DOCUMENT_IMAGE';
  return isPage ? 'documentImage' : kind;
}
