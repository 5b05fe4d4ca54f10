/** Secrets come from the environment, and no message about a config shows one. */
import { describe, expect, test } from 'vitest';
import { parseConfig, type ConfigProblem } from '../../server/config/parse-config.ts';

const SECRETS = { HOOK_SECRET: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' };

function problemsOf(text: string): readonly ConfigProblem[] {
  const config = parseConfig(text, SECRETS);
  return config.ok ? [] : config.problem;
}

describe('secrets', () => {
  const SECRET = 'whsec_Zm9vYmFyYmF6cXV4';

  test.each([
    [
      'in the place of its name',
      `channels: [{name: a, type: webhook, url: https://a.b, secretEnv: [], x: ${SECRET}}]`,
    ],
    ['in a value that is refused', `listen: ${SECRET}`],
    ['in an address that is none', `pageUrl: ${SECRET}`],
    ['in a quote that is not closed', `database: "${SECRET}`],
    ['behind a bracket too many', `directories: [a]] ${SECRET}`],
    ['as an alias', `database: *${SECRET}`],
    ['in a map too deep', `database: a: ${SECRET}`],
    [
      'in keys of an account',
      `accounts: [{id: ${SECRET}, credentials: {secretAccessKey: [${SECRET}]}}]`,
    ],
  ])('are in no message when they stand %s', (_, text) => {
    const problems = problemsOf(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain(SECRET);
  });

  test('of the environment are in no message about others', () => {
    const text =
      'channels: [{name: a, type: webhook, url: https://a.b, secretEnv: [HOOK_SECRET, NOPE]}]';
    expect(problemsOf(text)[0]?.message).toBe('the environment has no NOPE');
    expect(JSON.stringify(problemsOf(text))).not.toContain(SECRETS.HOOK_SECRET);
  });

  test('that are empty are missing', () => {
    const text = 'channels: [{name: a, type: webhook, url: https://a.b, secretEnv: EMPTY}]';
    expect(parseConfig(text, { EMPTY: '' }).ok).toBe(false);
  });
});
