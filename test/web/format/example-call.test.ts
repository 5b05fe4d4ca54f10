/** Requests as commands that a shell takes to the letter. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { curlText } from '../../../web/format/example-call.ts';

const ORIGIN = 'https://outcrop.example.com';

/** The words that a shell makes of a command, without running it. */
function wordsOf(command: string): readonly string[] {
  const script = `OUTCROP_TOKEN=oct_x; printf '%s\\n' ${command}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
}

test('a question is asked with each of its parameters encoded', () => {
  const parameters = [
    ['metric', 'cost'],
    ['filter', `tenant="it's"`],
  ] as const;
  const path = '/api/v1/query';
  const words = wordsOf(curlText({ method: 'get', path, parameters, body: undefined }, ORIGIN));
  expect(words).toEqual([
    'curl',
    '-H',
    'authorization: Bearer oct_x',
    '-G',
    '--data-urlencode',
    'metric=cost',
    '--data-urlencode',
    `filter=tenant="it's"`,
    `${ORIGIN}/api/v1/query`,
  ]);
});

test('a change is sent as JSON', () => {
  const body = { name: "Ana's" };
  const asked = { method: 'post', path: '/api/v1/views', parameters: [], body };
  const words = wordsOf(curlText(asked, ORIGIN));
  expect(words.slice(3)).toEqual([
    '-H',
    'content-type: application/json',
    '-d',
    `{"name":"Ana's"}`,
    `${ORIGIN}/api/v1/views`,
  ]);
});
