/** The made-up accounts of a soak in a process of their own, by the clock of their parent. */
import { createDemoWorld } from '../../../server/demo/demo-world.ts';
import { startLocalAws } from '../../../server/demo/local-aws.ts';

const [startMs = 0, days = 1] = process.argv.slice(2).map(Number);
let nowMs = startMs;
const world = createDemoWorld({ seed: 1, days, endMs: startMs });
const local = await startLocalAws({ world, nowMs: () => nowMs });

process.on('message', (toldMs) => {
  nowMs = Number(toldMs);
  process.send?.('told');
});
process.once('disconnect', () => void local.close().then(() => process.exit(0)));
process.send?.(local.url);
