/** Bodies of image and video calls; the pictures themselves are never made. */
import type { CallBodies } from './call-bodies.ts';
import type { DemoCall } from './demo-calls.ts';
import { demoBucketOf, PRODUCTION_ACCOUNT } from './demo-accounts.ts';
import { questionOf } from './demo-text.ts';

/** The answer of an image call passes the inline limit: without a bucket for it, it is dropped. */
export function novaCanvasBodies({ units, variant }: DemoCall): CallBodies {
  const side = variant % 4 === 0 ? 2048 : 1024;
  const quality = variant % 5 === 0 ? 'premium' : 'standard';
  return {
    input: {
      taskType: 'TEXT_IMAGE',
      textToImageParams: { text: questionOf(variant) },
      imageGenerationConfig: {
        numberOfImages: Math.max(1, units),
        quality,
        width: side,
        height: side,
        cfgScale: 8,
        seed: variant % 1000,
      },
    },
    output: null,
  };
}

export function stableDiffusionBodies({ variant }: DemoCall): CallBodies {
  const steps = [30, 50, 75][variant % 3] ?? 30;
  return {
    input: {
      text_prompts: [{ text: questionOf(variant) }],
      height: 1024,
      width: 1024,
      cfg_scale: 10,
      steps,
      seed: variant % 1000,
    },
    output: {
      result: 'success',
      artifacts: [{ seed: variant % 1000, base64: 'iVBORw0KGgo=', finishReason: 'SUCCESS' }],
    },
  };
}

export function novaReelBodies({ units, variant, requestId, workload }: DemoCall): CallBodies {
  const bucket =
    workload.account === PRODUCTION_ACCOUNT ? 'demo-videos' : demoBucketOf(workload.region);
  return {
    input: {
      taskType: 'TEXT_VIDEO',
      textToVideoParams: { text: questionOf(variant) },
      videoGenerationConfig: {
        durationSeconds: units,
        fps: 24,
        dimension: '1280x720',
        seed: variant % 1000,
      },
    },
    output: null,
    video: {
      outputVideoS3Path: `s3://${bucket}/videos/${requestId}/output.mp4`,
      outputVideoDurationSeconds: units,
      outputVideoFramesPerSecond: 24,
      outputVideoWidth: 1280,
      outputVideoHeight: 720,
    },
  };
}
