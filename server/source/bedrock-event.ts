/** A change that EventBridge told of: a job or bought capacity in a new state. */
import type { ResourceKind } from './inventory.ts';

export const BEDROCK_EVENT_KINDS = [
  'provisionedModel',
  'customModel',
  'customModelDeployment',
  'importedModel',
  'customizationJob',
  'importJob',
  'batchJob',
  'dataAutomationJob',
  'evaluationJob',
] as const satisfies readonly (ResourceKind | 'dataAutomationJob' | 'evaluationJob')[];
export type BedrockEventKind = (typeof BEDROCK_EVENT_KINDS)[number];

/** One event; '' is what it does not tell. */
export interface BedrockEvent {
  /** EventBridge's own id: an event that comes twice has it twice. */
  readonly id: string;
  readonly kind: BedrockEventKind;
  readonly account: string;
  readonly region: string;
  readonly atMs: number;
  /** ARN of the job or model that changed; a bare id where the event has no more. */
  readonly arn: string;
  readonly name: string;
  /** State as AWS writes it, `Completed`; of a call of the API its name, `DeleteCustomModel`. */
  readonly status: string;
  /** ARN or id of the model that the job works on or the capacity serves. */
  readonly model: string;
  /** Model units that a call of the API asked for; null elsewhere. */
  readonly units: number | null;
}
