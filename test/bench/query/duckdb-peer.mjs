/** DuckDB over the raw rows of the month: loads them once, then tells how long each answer took. */
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [plan, database, cache] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(path.join(cache, 'package.json'))('@duckdb/node-api');
const { csv, kinds, asked } = JSON.parse(readFileSync(plan, 'utf8'));

if (!existsSync(database)) {
  const building = `${database}.building`;
  const instance = await DuckDBInstance.create(building, { threads: '2' });
  const connection = await instance.connect();
  const names = kinds.map((kind, id) => `(${id}, ${kind.map((text) => `'${text}'`).join(', ')})`);
  await connection.run(`CREATE TEMP TABLE kind AS FROM (VALUES ${names.join(', ')})
    AS kind (id, tenant, model, region, feature, status)`);
  await connection.run(`CREATE TABLE invocation AS
    SELECT at_ms, tenant, model, region, feature, status, latency_ms, tokens, nano_usd
      FROM read_csv('${csv}', header = false, columns = {'at_ms': 'BIGINT', 'kind': 'INTEGER',
        'latency_ms': 'INTEGER', 'tokens': 'BIGINT', 'nano_usd': 'BIGINT'}) AS row
      JOIN kind ON kind.id = row.kind
     ORDER BY at_ms`);
  await connection.run('CHECKPOINT');
  connection.closeSync();
  instance.closeSync();
  renameSync(building, database);
}
const instance = await DuckDBInstance.create(database, { threads: '2' });
const connection = await instance.connect();
const medians = [];
for (const sql of asked) {
  const times = [];
  for (let turn = 0; turn < 6; turn += 1) {
    const startMs = performance.now();
    const reader = await connection.runAndReadAll(sql);
    reader.getRows();
    if (turn > 0) times.push(performance.now() - startMs);
  }
  medians.push(times.sort((a, b) => a - b)[2]);
}
process.stdout.write(`${JSON.stringify(medians)}\n`);
connection.closeSync();
instance.closeSync();
