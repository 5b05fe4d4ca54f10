/** The kinds of consumption that AWS bills, and how finely each is counted. */

export const USAGE_DIMENSIONS = [
  'input_tokens',
  'output_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'input_image_tokens',
  'output_image_tokens',
  'input_audio_tokens',
  'output_audio_tokens',
  'output_images',
  'input_images',
  'input_document_images',
  'output_video_seconds',
  'input_video_seconds',
  'input_audio_seconds',
  'text_requests',
  'rerank_queries',
  'guardrail_text_units',
  'guardrail_images',
  'grounding_requests',
  'model_unit_hours',
  'reserved_input_1k_tpm_hours',
  'reserved_output_1k_tpm_hours',
  'custom_model_unit_minutes',
  'training_tokens',
  'training_hours',
  'training_images',
  'model_storage_months',
  'custom_model_unit_storage_months',
  'node_transitions',
  'kb_retrievals',
  'kb_agentic_retrievals',
  'kb_storage_gb_months',
  'evaluation_tasks',
  'data_automation_images',
  'unmetered_calls',
] as const;

/** A billable kind of consumption; `unmetered_calls` are calls whose record tells no quantity. */
export type UsageDimension = (typeof USAGE_DIMENSIONS)[number];

/**
 * Quantities are integers: seconds are kept in thousandths; hours, minutes and months of capacity
 * in millionths, so that they can be shared out among many without a part that shows.
 */
export function quantityScaleOf(dimension: UsageDimension): 1 | 1_000 | 1_000_000 {
  if (dimension.endsWith('_seconds')) return 1_000;
  return /_(hours|minutes|months)$/.test(dimension) ? 1_000_000 : 1;
}
