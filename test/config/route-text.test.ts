/** Routes of a config: what is wrong with one is told at its place. */
import { expect, test } from 'vitest';
import { parseConfig } from '../../server/config/parse-config.ts';

const CHANNEL = 'channels: [{name: ops, type: slack, urlEnv: CHAT}]\n';

test.each([
  ['to a channel that is not there', '[{channels: [pager]}]', 'routes.0.channels.0'],
  ['to nobody', '[{channels: []}]', 'routes.0.channels'],
  ['by what no alarm has', '[{channels: [ops], match: {colour: red}}]', 'routes.0.match'],
  ['in groups by what no alarm has', '[{channels: [ops], groupBy: [x]}]', 'routes.0.groupBy.0'],
  ['with a time that is none', '[{channels: [ops], wait: soon}]', 'routes.0.wait'],
  ['that repeats without end', '[{channels: [ops], repeat: 5s}]', 'routes.0.repeat'],
])('a route %s is refused', (_, routes, path) => {
  const config = parseConfig(`${CHANNEL}routes: ${routes}\n`, { CHAT: 'https://a.b/c' });
  if (config.ok) throw new Error('the config was taken');
  expect(config.problem.map((one) => one.path)).toEqual([path]);
});
