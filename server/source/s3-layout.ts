/** Where Bedrock puts its log objects: hour folders, record names, and what is something else. */
import type { S3LogSettings } from './settings.ts';

/** `20241120T164851056Z_9b86bf4994c4ab1c.json.gz`; older ones had fewer digits of a second. */
const RECORD_NAME = /^\d{8}T\d{6,9}Z_[a-f0-9]+\.json(\.gz)?$/;
const PERMISSION_CHECK = 'amazon-bedrock-logs-permission-check';
const BODY_FOLDER = /(^|\/)\d{4}\/\d{2}\/\d{2}\/\d{2}\/data\//;

/** The folder under which all hours of one account and Region lie, with a slash at its end. */
export function logFolder(s3: S3LogSettings, account: string, region: string): string {
  const prefix = s3.prefix.replace(/^\/+|\/+$/g, '');
  const head = prefix === '' ? '' : `${prefix}/`;
  return `${head}AWSLogs/${account}/BedrockModelInvocationLogs/${region}/`;
}

/** `2024/11/20/` of an instant, UTC. */
export function dayFolder(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 10).replaceAll('-', '/')}/`;
}

/** `2024/11/20/16/` of an instant, UTC. */
export function hourFolder(atMs: number): string {
  return `${dayFolder(atMs)}${new Date(atMs).toISOString().slice(11, 13)}/`;
}

/** How the name of an object begins that was written at an instant: `20241120T164851056Z`. */
export function nameStamp(atMs: number): string {
  return new Date(atMs).toISOString().replace(/[-:.]/g, '');
}

/** Tells whether a key is an object of records, and no body, check or stranger. Never throws. */
export function isRecordKey(key: string): boolean {
  const name = key.slice(key.lastIndexOf('/') + 1);
  return RECORD_NAME.test(name) && !isBodyKey(key);
}

/** Tells whether a path is a large body that Bedrock stored beside its record. */
export function isBodyKey(key: string): boolean {
  return BODY_FOLDER.test(key);
}

/** Tells whether a key is a body of just this call, where Bedrock puts it. Never throws. */
export function isBodyKeyOf(
  key: string,
  call: { readonly accountId: string; readonly region: string; readonly requestId: string },
): boolean {
  const folder = logFolder({ bucket: '', prefix: '', region: '' }, call.accountId, call.region);
  const hours = `/${key}`.split(`/${folder}`)[1] ?? '';
  const rest = /^\d{4}\/\d{2}\/\d{2}\/\d{2}\/data\/([^/]+)$/.exec(hours)?.[1] ?? '';
  const name = rest.replace(/\.gz$/, '');
  return ['input', 'output'].some((part) => name === `${call.requestId}_${part}.json`);
}

/** Tells whether a path is the empty object that Bedrock writes when logging is set up. */
export function isPermissionCheck(key: string): boolean {
  return key.slice(key.lastIndexOf('/') + 1).startsWith(PERMISSION_CHECK);
}
