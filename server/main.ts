#!/usr/bin/env node
/** The composition root: owns the clock, the environment and the exit code. */
import { buildProgram } from './cli/program.ts';
import { reportFailure } from './cli/failure.ts';
import type { ExitCode } from './cli/exit.ts';

// The SDK's advice is for developers of Outcrop; its exact version is pinned.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const root = {
  nowMs: () => Date.now(),
  jitter: () => Math.random(),
  environment: process.env,
  writeOut: (text: string) => process.stdout.write(text),
  writeError: (text: string) => process.stderr.write(text),
  endWith: (code: ExitCode) => (process.exitCode = code),
};

try {
  const program = await buildProgram(root, process.argv[2]);
  await program.parseAsync(process.argv);
} catch (error) {
  process.exitCode = reportFailure(error, root);
}
