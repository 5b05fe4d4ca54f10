/** Holds the log to one line of JSON for each event, whatever senders write: row L9. */
import { expect, test } from 'vitest';
import { openLog } from '../../server/cli/open-log.ts';

const HOSTILE = 'a\r\n{"level":50,"msg":"forged"}\u001b[2J\u009b2J\u202egnp\u2028\u0000\u007f';

test('T-L9: a hostile text makes no line of its own, and steers no terminal', () => {
  const lines: string[] = [];
  const log = openLog('info', (line) => lines.push(line));
  log.info({ source: HOSTILE, [HOSTILE]: 1 }, HOSTILE);
  log.error({ err: new Error(HOSTILE) }, 'request failed');
  expect(lines).toHaveLength(2);
  for (const line of lines) {
    expect(line).toMatch(/^[^\p{Cc}\u2028\u202e]+\n$/u);
    expect(Object.values(JSON.parse(line) as object).length).toBeGreaterThan(4);
  }
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: HOSTILE, source: HOSTILE });
  // Whoever is told "the log tells more" finds the message and where it came from.
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ err: { message: HOSTILE } });
});
