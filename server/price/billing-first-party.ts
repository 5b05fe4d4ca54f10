/** Usage types of the offer AmazonBedrock: `NovaPro-input-tokens-flex`, without the prefix. */
import type { UsageDimension } from '../../shared/usage-dimension.ts';
import { commitmentOf, reservedDimension, stripAxes } from './billing-axes.ts';
import { USUAL_AXES, type BillingUsage } from './billing-usage.ts';

/** Texts of units by how they end; a longer one stands before those that it ends with. */
const DIMENSIONS: readonly (readonly [string, UsageDimension])[] = [
  ['-cache-read-input-token-count', 'cache_read_tokens'],
  ['-cache-write-input-token-count', 'cache_write_tokens'],
  ['-cache-read-input-tokens', 'cache_read_tokens'],
  ['-cache-write-input-tokens', 'cache_write_tokens'],
  ['-cache-read-tokens', 'cache_read_tokens'],
  ['-cache-write-tokens', 'cache_write_tokens'],
  ['-input-image-token-count', 'input_image_tokens'],
  ['-output-image-token-count', 'output_image_tokens'],
  ['-input-audio-token-count', 'input_audio_tokens'],
  ['-output-audio-token-count', 'output_audio_tokens'],
  ['-input-token-count', 'input_tokens'],
  ['-output-token-count', 'output_tokens'],
  ['-input-tokens', 'input_tokens'],
  ['-output-tokens', 'output_tokens'],
  ['-input', 'input_tokens'],
  ['-output', 'output_tokens'],
  ['-search-units', 'rerank_queries'],
  ['-nova-grounding', 'grounding_requests'],
];

const CUSTOMISATION: readonly (readonly [string, UsageDimension])[] = [
  ['-Customization-Training', 'training_tokens'],
  ['-Customization-Storage', 'model_storage_months'],
  ['-RFT-Training-Hours', 'training_hours'],
];

/** Policies as guardrail usage types name them, and as invocations count them. */
const POLICIES = new Map([
  ['Guardrail-ContentPolicy', 'contentPolicyUnits'],
  ['Guardrail-ContentPolicyImage', 'contentPolicyImageUnits'],
  ['Guardrail-TopicPolicy', 'topicPolicyUnits'],
  ['Guardrail-WordPolicy', 'wordPolicyUnits'],
  ['Guardrail-SensitiveInformationPolicyPaid', 'sensitiveInformationPolicyUnits'],
  ['Guardrail-SensitiveInformationPolicyFree', 'sensitiveInformationPolicyFreeUnits'],
  ['Guardrail-ContextualGroundingPolicy', 'contextualGroundingPolicyUnits'],
  ['Guardrail-AutomatedReasoningPolicy', 'automatedReasoningPolicyUnits'],
  ['GuardrailChecks-ContentFilterCheck', 'checksContentUnits'],
  ['GuardrailChecks-PromptAttackCheck', 'checksPromptAttackUnits'],
  ['GuardrailChecks-SensitiveInformationCheck', 'checksPiiUnits'],
]);

/** @param body the usage type after its prefix. @returns null for an unknown form. */
export function firstPartyUsage(body: string): BillingUsage | null {
  return (
    guardrailUsage(body) ??
    dataAutomationUsage(body) ??
    customisationUsage(body) ??
    capacityUsage(body) ??
    imageUsage(body) ??
    videoUsage(body) ??
    tokenUsage(body)
  );
}

function guardrailUsage(body: string): BillingUsage | null {
  const policy = POLICIES.get(/^(.+)UnitsConsumed$/.exec(body)?.[1] ?? '');
  if (policy === undefined) return null;
  const isImage = policy === 'contentPolicyImageUnits';
  const dimension = isImage ? 'guardrail_images' : 'guardrail_text_units';
  return { ...USUAL_AXES, dimension, name: 'guardrail', match: `policy=${policy}` };
}

function dataAutomationUsage(body: string): BillingUsage | null {
  const output = /^DataAutomation-(Standard|Custom)-ImagesProcessed$/.exec(body)?.[1];
  if (output === undefined) return null;
  const match = `output=${output.toLowerCase()}`;
  return { ...USUAL_AXES, dimension: 'data_automation_images', name: 'data-automation', match };
}

function customisationUsage(body: string): BillingUsage | null {
  const found = CUSTOMISATION.find(([end]) => body.endsWith(end));
  if (!found) return null;
  const [end, dimension] = found;
  return { ...USUAL_AXES, variant: 'custom', dimension, name: body.slice(0, -end.length) };
}

const UNITS = /^(.+)-ProvisionedThroughput-(\w+)-ModelUnits$/;
const RESERVED = /^(.+)-reserved-(\d-months?)-(input|output)-tokens-per-minute$/;

function capacityUsage(body: string): BillingUsage | null {
  const [, name = '', term = ''] = UNITS.exec(body) ?? [];
  const commitment = commitmentOf(term);
  if (commitment === null) return reservedUsage(body);
  const match = `commitment=${commitment}`;
  return { ...USUAL_AXES, variant: 'provisioned', dimension: 'model_unit_hours', name, match };
}

function reservedUsage(body: string): BillingUsage | null {
  const stripped = stripAxes(body, 'dashed');
  const [, name = '', term = '', side = ''] = RESERVED.exec(stripped?.rest ?? '') ?? [];
  const commitment = commitmentOf(term);
  if (!stripped || commitment === null) return null;
  const match = `commitment=${commitment}`;
  const dimension = reservedDimension(side);
  return { ...USUAL_AXES, ...stripped.axes, tier: 'reserved', dimension, name, match };
}

const IMAGE = /^(.+?)(-Custom)?-(?:T2I|I2I)-(512|1024|2048|4096)-(Standard|Premium)$/;

function imageUsage(body: string): BillingUsage | null {
  const [, name = '', custom, side = '', quality = ''] = IMAGE.exec(body) ?? [];
  if (name === '') return null;
  // Titan has two prices: up to 512 pixels a side, and whatever is larger.
  const maxSide = name.startsWith('Titan') && side === '1024' ? '2048' : side;
  return {
    ...USUAL_AXES,
    variant: custom === undefined ? 'base' : 'custom',
    dimension: 'output_images',
    name,
    match: `maxSide=${maxSide} quality=${quality.toLowerCase()}`,
  };
}

const VIDEO = /^(.+)-(?:T2V|I2V)-(\w+)fps-(\w+)Res$/;

/** Nova Reel makes 24 frames of 1280x720 a second; what else is listed keeps its own words. */
function videoUsage(body: string): BillingUsage | null {
  const [, name = '', rate = '', resolution = ''] = VIDEO.exec(body) ?? [];
  if (name === '') return null;
  const fps = rate === 'Med' ? '24' : rate.toLowerCase();
  const size = resolution === 'HD' ? '1280x720' : resolution.toLowerCase();
  const match = `fps=${fps} resolution=${size}`;
  return { ...USUAL_AXES, dimension: 'output_video_seconds', name, match };
}

function tokenUsage(body: string): BillingUsage | null {
  const stripped = stripAxes(body, 'dashed');
  const found = DIMENSIONS.find(([end]) => stripped?.rest.endsWith(end));
  if (!stripped || !found) return null;
  const [end, dimension] = found;
  const spelt = stripped.rest.slice(0, -end.length);
  const name = spelt.replace(/-mantle$/, '');
  const api = name === spelt ? 'any' : 'mantle';
  if (name === '') return null;
  return { ...USUAL_AXES, api, ...stripped.axes, dimension, name };
}
