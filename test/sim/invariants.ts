/** What must hold of the database when all is quiet, as whole numbers; each has its name. */
import type { SimCall } from './call-record.ts';
import type { DatabaseFacts } from './database-facts.ts';
import { digestOf } from './database-facts.ts';
import { BUCKET, type SimObject } from './objects.ts';
import type { Scenario } from './scenario.ts';
import { createHash } from 'node:crypto';

/** What was told of all commits of a run, added up. */
export interface Told {
  readonly invocations: number;
  readonly unequalBatches: number;
}

/** @returns a sentence for each invariant that does not hold; [] when all is well. */
export function violations(
  scenario: Scenario,
  facts: DatabaseFacts,
  replay: DatabaseFacts,
  told: Told,
): readonly string[] {
  const found: string[] = [];
  const check = (name: string, actual: unknown, expected: unknown): void => {
    if (actual !== expected)
      found.push(`${name}: ${String(actual)} in place of ${String(expected)}`);
  };
  check('integrity_check', facts.integrity, 'ok');
  checkCalls(scenario, facts, check);
  for (const [level, cells] of facts.cells) {
    const sum = (of: (cell: (typeof cells)[number]) => number): number =>
      cells.reduce((total, cell) => total + of(cell), 0);
    check(
      `I1 quantities by ${level}`,
      sum((cell) => cell.quantity),
      facts.rowQuantity,
    );
    check(
      `I2 invocations by ${level}`,
      sum((cell) => cell.invocations),
      facts.rows.length,
    );
  }
  check('I3 rows of one identity', facts.ids.length - new Set(facts.ids).size, 0);
  check('I5 rows told of at commits', told.invocations, facts.rows.length);
  check('I5 batches whose counts are not their records', told.unequalBatches, 0);
  checkObjects(scenario, facts, check);
  check('I9 and I10 database of a shuffled replay', digestOf(facts), digestOf(replay));
  return found;
}

type Check = (name: string, actual: unknown, expected: unknown) => void;

/** Objects that can be read, each in its last form. */
export function readableObjects({ objects, denied }: Scenario): readonly SimObject[] {
  return objects.filter(({ key, isFinal, isLog }) => isFinal && isLog && !denied.has(key));
}

function checkCalls(scenario: Scenario, facts: DatabaseFacts, check: Check): void {
  const inObjects = readableObjects(scenario).flatMap(({ calls }) => calls);
  const delivered = [...scenario.logs.map(({ call }) => call), ...inObjects];
  const expected = new Set(delivered.flatMap(identitiesOf));
  const present = new Set(facts.ids);
  check('calls lost', [...expected].filter((id) => !present.has(id)).length, 0);
  check('calls that nobody made', facts.ids.filter((id) => !expected.has(id)).length, 0);
  const broken = delivered.filter(({ kind }) => kind === 'broken').length;
  check('broken records in quarantine', facts.quarantined.length, broken);
}

function identitiesOf({ kind, scope, logText }: SimCall): readonly string[] {
  if (kind === 'broken') return [];
  const value: unknown = JSON.parse(logText);
  if (kind === 'chunks') {
    const [start] = value as readonly { readonly message: { readonly id: string } }[]; // Ours.
    return [`/ ${start?.message.id ?? ''}`];
  }
  const { requestId } = value as { readonly requestId: string }; // Ours as well.
  return [`${scope.account}/${scope.region} ${requestId}`];
}

function checkObjects(scenario: Scenario, facts: DatabaseFacts, check: Check): void {
  for (const { key, content, calls } of readableObjects(scenario)) {
    check(`I5 records of ${key}`, facts.objects.get(`${key} ${etagOf(content)}`), calls.length);
  }
  const known = new Map(
    scenario.objects
      .filter(({ key, isLog }) => isLog && !scenario.denied.has(key))
      .map(({ key, content, calls }) => [`${key} ${etagOf(content)}`, calls.length]),
  );
  const strange = [...facts.objects].filter(([name, records]) => known.get(name) !== records);
  check('objects in the ledger that are not in the bucket', strange.length, 0);
  const untold = [...scenario.denied].filter(
    (key) => !facts.unreadable.has(`s3://${BUCKET}/${key}`),
  );
  check('denied objects that nobody is told of', untold.length, 0);
}

function etagOf(content: Buffer): string {
  return createHash('md5').update(content).digest('hex');
}
