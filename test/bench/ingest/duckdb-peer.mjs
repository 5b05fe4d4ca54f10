/** DuckDB over the same files: `bare` loads them all at once, `keyed` file by file with a key. */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [mode, folder, database, cache] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(path.join(cache, 'package.json'))('@duckdb/node-api');

const COLUMNS = `{
  timestamp: 'TIMESTAMP', accountId: 'VARCHAR', region: 'VARCHAR', requestId: 'VARCHAR',
  operation: 'VARCHAR', modelId: 'VARCHAR', errorCode: 'VARCHAR',
  identity: 'STRUCT(arn VARCHAR)',
  requestMetadata: 'STRUCT(tenant VARCHAR, feature VARCHAR)',
  input: 'STRUCT(inputTokenCount BIGINT, cacheReadInputTokenCount BIGINT,
                 cacheWriteInputTokenCount BIGINT)',
  output: 'STRUCT(outputBodyJson JSON, outputTokenCount BIGINT)'}`;

const FIELDS = `
  requestId::UUID AS request_id, timestamp AS called_at, accountId AS account, region, operation,
  modelId AS model, errorCode AS error, identity.arn AS principal,
  requestMetadata.tenant AS tenant, requestMetadata.feature AS feature,
  input.inputTokenCount AS input_tokens, input.cacheReadInputTokenCount AS cache_read,
  input.cacheWriteInputTokenCount AS cache_write, output.outputTokenCount AS output_tokens,
  coalesce(output.outputBodyJson ->> '$.metrics.latencyMs',
           output.outputBodyJson
             ->> '$[#-1]."amazon-bedrock-invocationMetrics".invocationLatency')::BIGINT AS latency,
  coalesce(output.outputBodyJson ->> '$.stopReason',
           output.outputBodyJson ->> '$.stop_reason') AS stop_reason`;

function select(files) {
  const list = files.map((file) => `'${file}'`).join(', ');
  return `SELECT ${FIELDS} FROM read_json([${list}], columns = ${COLUMNS},
    format = 'newline_delimited', maximum_object_size = 16777216)`;
}

const files = readdirSync(folder, { recursive: true })
  .filter((name) => name.endsWith('.gz'))
  .sort()
  .map((name) => path.join(folder, name));
const instance = await DuckDBInstance.create(database, { threads: '2' });
const connection = await instance.connect();
if (mode === 'bare') {
  await connection.run(`CREATE TABLE invocation AS ${select(files)}`);
} else {
  await connection.run(`CREATE TABLE invocation (
    request_id UUID PRIMARY KEY, called_at TIMESTAMP, account VARCHAR, region VARCHAR, operation VARCHAR,
    model VARCHAR, error VARCHAR, principal VARCHAR, tenant VARCHAR, feature VARCHAR,
    input_tokens BIGINT, cache_read BIGINT, cache_write BIGINT, output_tokens BIGINT,
    latency BIGINT, stop_reason VARCHAR)`);
  for (const file of files) {
    await connection.run('BEGIN');
    await connection.run(`INSERT OR IGNORE INTO invocation ${select([file])}`);
    await connection.run('COMMIT');
  }
}
const reader = await connection.runAndReadAll('SELECT count(*) FROM invocation');
process.stdout.write(`${reader.getRows()[0][0]} records\n`);
connection.closeSync();
instance.closeSync();
