/** Deletes what alarms did and told of a tenant, and what was said of it. */
import type { Database } from './open-database.ts';

/** The caller holds the transaction; these tables are small. */
export function eraseNotices(database: Database, tenant: string): void {
  const name = JSON.stringify(tenant);
  const run = (sql: string, value: string): void => void database.prepare(sql).run(value);
  run(`DELETE FROM alarm_state WHERE json_extract(body, '$.group.tenant') = ?`, tenant);
  run(`DELETE FROM alarm_transition WHERE json_extract(body, '$.group.tenant') = ?`, tenant);
  run(`DELETE FROM silence WHERE json_extract(body, '$.group.tenant') = ?`, tenant);
  run(
    `DELETE FROM delivery_attempt WHERE message_id IN (
       SELECT id FROM outbox WHERE ${NAMES_IT})`,
    name,
  );
  run(`DELETE FROM outbox WHERE ${NAMES_IT}`, name);
  run(`DELETE FROM notice_line WHERE ${NAMES_IT}`, name);
  run('DELETE FROM tenant_fact WHERE tenant = ?', tenant);
  run(`UPDATE reattribution SET tenants = '[]' WHERE instr(tenants, ?) > 0`, name);
}

/** As a text of its own in JSON, or in JSON that stands as a text in JSON. */
const NAMES_IT = `instr(replace(body, '\\"', '"'), ?) > 0`;
