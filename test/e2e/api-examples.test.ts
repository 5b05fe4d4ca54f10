/** Every example of the OpenAPI document is asked of a server full of the demo, and holds. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { API } from '../../shared/contract.ts';
import { schemaProblems, type Operation } from '../support/operations.ts';
import { startDocumented } from './documented-server.ts';
import { DEMO_MS_MAX, temporaryFolder } from './outcrop.ts';
import { askInOrder, type Asked } from './run-examples.ts';

const ANSWERS_FILE = path.join(import.meta.dirname, '../../server/api/example-answers.json');

const folder = temporaryFolder();
let operations: readonly Operation[];
let asked: readonly Asked[];

beforeAll(async () => {
  const server = await startDocumented(folder);
  const headers = { authorization: `Bearer ${server.token}` };
  const document = await fetch(`${server.url}${API.openApi}`, { headers });
  ({ operations, asked } = await askInOrder(server, await document.json()));
  if (process.env['RECORD_EXAMPLES'] === undefined) return;
  const answers = Object.fromEntries(asked.map(({ name, shown }) => [name, shown]));
  writeFileSync(ANSWERS_FILE, `${JSON.stringify(answers, null, 2)}\n`);
}, DEMO_MS_MAX);

describe('every example of the OpenAPI document', () => {
  test('is there: each parameter that must be given, each body, and each answer', () => {
    const lacking = operations.filter((one) => !one.isWhole).map(({ name }) => name);
    const mend = 'Add it to server/api/example-requests.ts, then run `npm run examples`.';
    expect(lacking, mend).toEqual([]);
    expect(operations.length).toBeGreaterThan(50);
  });

  test('is answered with 200 by a server that holds a day of the demo', () => {
    expect(asked.length).toBe(operations.length);
    const failed = asked.filter(({ status }) => status !== 200);
    expect(failed.map(({ name, status, answer }) => ({ name, status, answer }))).toEqual([]);
  });

  test('gets an answer as its schema in the document says', () => {
    const wrong = operations.flatMap((operation) => {
      const answer = asked.find(({ name }) => name === operation.name)?.answer;
      const problems = schemaProblems(operation, answer);
      return problems.length === 0 ? [] : [{ name: operation.name, problems }];
    });
    expect(wrong).toEqual([]);
  });

  test('shows an answer that the schema allows too', () => {
    const wrong = operations.flatMap((operation) => {
      const problems = schemaProblems(operation, operation.exampleAnswer);
      return problems.length === 0 ? [] : [{ name: operation.name, problems }];
    });
    expect(wrong, 'An answer has changed: run `npm run examples`.').toEqual([]);
  });
});
