/** Takes a model id apart: what was called, how it routes, and what hides behind an ARN. */
import { baseModelId, routingOfModelId } from '../../shared/model-id.ts';
import type { ModelReference } from './invocation.ts';
import { remember } from '../../shared/remember.ts';

/** Models and profiles of a large account. */
const REFERENCES_MAX = 5_000;

/** `arn:partition:service:region:account:type/rest`, where the rest may hold more slashes. */
const ARN = /^arn:(aws[a-z-]*):(bedrock|sagemaker):([a-z0-9-]*):([^:/]*):([a-z-]+)\/(.+)$/;

/** Kinds of ARN whose model only the inventory or the answer can tell. */
const HIDDEN_KINDS = new Map<string, ModelReference['kind']>([
  ['application-inference-profile', 'applicationProfile'],
  ['provisioned-model', 'provisioned'],
  ['custom-model-deployment', 'custom'],
  ['imported-model', 'imported'],
  ['prompt-router', 'promptRouter'],
  ['default-prompt-router', 'promptRouter'],
  ['prompt', 'unknown'],
  ['endpoint', 'marketplaceEndpoint'],
]);

/**
 * Reads what a caller named as model.
 *
 * @param modelId bare id, profile id or any ARN, as logged.
 * @returns kind `unknown` with the id as profile for a form nobody has seen. Never throws.
 * @source Bedrock API, pattern of InvokeModelIdentifier.
 */
export function parseModelReference(modelId: string): ModelReference {
  const arn = ARN.exec(modelId);
  if (!arn) return bareReference(modelId);
  const [, , , , , kind = '', rest = ''] = arn;
  if (kind === 'foundation-model') return { ...bareReference(rest), profile: null };
  if (kind === 'inference-profile') return bareReference(rest);
  if (kind === 'custom-model') return customReference(modelId, rest);
  const hidden = HIDDEN_KINDS.get(kind) ?? 'unknown';
  return { model: null, kind: hidden, routing: 'regional', profile: modelId };
}

/**
 * The reference of a call, with the model that a prompt router chose.
 *
 * @param invokedId what the answer's trace names; null where no router was called.
 */
export function referenceOf(modelId: string, invokedId: string | null): ModelReference {
  const called = rememberedReference(modelId);
  if (called.model !== null || invokedId === null) return called;
  const { model, routing } = rememberedReference(invokedId);
  return model === null ? called : { ...called, model, routing };
}

const rememberedReference = remember(REFERENCES_MAX, parseModelReference);

function bareReference(modelId: string): ModelReference {
  const routing = routingOfModelId(modelId);
  if (modelId.startsWith('arn:') || !modelId.includes('.')) {
    return { model: null, kind: 'unknown', routing: 'regional', profile: modelId };
  }
  const isProfile = routing !== 'regional';
  return {
    model: baseModelId(modelId),
    kind: isProfile ? 'systemProfile' : 'foundation',
    routing,
    profile: isProfile ? modelId : null,
  };
}

/** `custom-model/amazon.nova-lite-v1:0:300k/abc123def456`: the base stands before the id. */
function customReference(modelId: string, rest: string): ModelReference {
  const [base = ''] = rest.split('/');
  const model = base.includes('.') ? baseModelId(base) : null;
  return { model, kind: 'custom', routing: 'regional', profile: modelId };
}
