/** Finds the base model of a CloudWatch `ModelId`, which may be the bare id of a profile. */
import { baseModelId } from '../../shared/model-id.ts';
import type { Inventory } from '../source/inventory.ts';
import { parseModelReference } from './model-reference.ts';
import { resolveModel } from './resolve-model.ts';

/**
 * @param modelId value of the dimension: model id, system profile id, or the twelve characters that
 *   end the ARN of an application profile; '' for the account's total.
 * @returns the base model; the value itself where nothing tells what is behind it. Never throws.
 */
export function modelOfMetric(modelId: string, inventory: Inventory): string {
  if (modelId === '' || modelId.includes('.')) return baseModelId(modelId);
  const arn = [...inventory.profiles.keys()].find((one) => one.endsWith(`/${modelId}`));
  if (arn === undefined) return modelId;
  const { model, isResolved } = resolveModel(arn, parseModelReference(arn), inventory);
  return isResolved ? model : modelId;
}
