/** The models of the demo: their ids, how they are called, and how fast they answer. */

export type Routing = 'us' | 'eu' | 'global';

export interface DemoModel {
  /** Foundation model id with its version, as AWS writes it. */
  readonly id: string;
  /** Time that a call takes before and per token of output; median. */
  readonly baseMs: number;
  readonly msPerOutputToken: number;
}

export const MODELS = {
  sonnet: { id: 'anthropic.claude-sonnet-4-5-20250929-v1:0', baseMs: 900, msPerOutputToken: 14 },
  haiku: { id: 'anthropic.claude-haiku-4-5-20251001-v1:0', baseMs: 420, msPerOutputToken: 7 },
  opus: { id: 'anthropic.claude-opus-4-5-20251101-v1:0', baseMs: 1400, msPerOutputToken: 19 },
  /** Made up: a model that no price book knows yet. */
  saga: { id: 'anthropic.claude-saga-6', baseMs: 1100, msPerOutputToken: 16 },
  novaPro: { id: 'amazon.nova-pro-v1:0', baseMs: 500, msPerOutputToken: 9 },
  novaLite: { id: 'amazon.nova-lite-v1:0', baseMs: 280, msPerOutputToken: 5 },
  novaMicro: { id: 'amazon.nova-micro-v1:0', baseMs: 190, msPerOutputToken: 4 },
  llama: { id: 'meta.llama3-3-70b-instruct-v1:0', baseMs: 600, msPerOutputToken: 11 },
  titanEmbed: { id: 'amazon.titan-embed-text-v2:0', baseMs: 90, msPerOutputToken: 0 },
  rerank: { id: 'cohere.rerank-v3-5:0', baseMs: 210, msPerOutputToken: 0 },
  novaCanvas: { id: 'amazon.nova-canvas-v1:0', baseMs: 7000, msPerOutputToken: 0 },
  stableDiffusion: { id: 'stability.stable-diffusion-xl-v1', baseMs: 6000, msPerOutputToken: 0 },
  novaReel: { id: 'amazon.nova-reel-v1:1', baseMs: 95_000, msPerOutputToken: 0 },
} as const satisfies Record<string, DemoModel>;

/** Regions that a cross-Region profile may send a call to. */
export const DESTINATIONS: Record<Routing, readonly string[]> = {
  us: ['us-east-1', 'us-east-2', 'us-west-2'],
  eu: ['eu-central-1', 'eu-north-1', 'eu-west-1', 'eu-west-3'],
  global: ['us-east-1', 'us-west-2', 'eu-west-1', 'ap-northeast-1', 'ap-southeast-2'],
};
