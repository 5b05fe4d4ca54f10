/** What the audit log says of a request that changed something: names, never secrets or content. */
import type { Context } from 'hono';

export interface AuditNote {
  readonly action: string;
  readonly subject: string;
  readonly detail: string;
}

/** Keys of bodies and questions that name what is changed, the most telling first. */
const NAMES = ['name', 'alarm', 'id', 'kind', 'target'] as const;
/** Further keys that tell how, and hold nothing secret. */
const DETAILS = ['role', 'tenants', 'power', 'days', 'for', 'date', 'revision', 'file'] as const;
const CHARACTERS_MAX = 300;

/** The path names the action: `/api/v1/alarms/delete` is `alarms.delete`. */
export async function noteOf(c: Context): Promise<AuditNote> {
  const fields = c.req.method === 'POST' ? await bodyOf(c) : new Map(Object.entries(c.req.query()));
  const [subject = ''] = NAMES.flatMap((key) => textOf(fields.get(key)));
  const detail = DETAILS.flatMap((key) => textOf(fields.get(key)).map((text) => `${key}=${text}`));
  return {
    action: c.req.path.replace('/api/v1/', '').replaceAll('/', '.'),
    subject: subject.slice(0, CHARACTERS_MAX),
    detail: detail.join(' ').slice(0, CHARACTERS_MAX),
  };
}

/** Read again from what the route has read; what was no JSON has changed nothing. */
async function bodyOf(c: Context): Promise<ReadonlyMap<string, unknown>> {
  try {
    const body: unknown = JSON.parse(await c.req.text());
    return new Map(typeof body === 'object' && body !== null ? Object.entries(body) : []);
  } catch {
    return new Map();
  }
}

/** An alarm is sent whole: its name tells which. */
function textOf(value: unknown): readonly string[] {
  if (typeof value === 'string' && value !== '') return [value];
  if (typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return [value.filter((one) => typeof one === 'string').join(',')];
  if (typeof value !== 'object' || value === null) return [];
  return 'name' in value && typeof value.name === 'string' ? [value.name] : [];
}
