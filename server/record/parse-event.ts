/** Reads what EventBridge tells of Bedrock's jobs and capacity into small facts. */
import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../../shared/result.ts';
import type { BedrockEvent, BedrockEventKind } from '../source/bedrock-event.ts';
import { asObject, at, naturalAt, objectAt, textAt, type JsonObject } from './json.ts';
import { parseTimestamp } from './timestamp.ts';

export type EventProblem = 'notAnEvent' | 'badTime';

/** Longer than any ARN; what is longer is no name. */
const NAME_CHARS_MAX = 2048;

type What = Pick<BedrockEvent, 'kind' | 'arn' | 'name' | 'status' | 'model' | 'units'>;

/**
 * Reads one event.
 *
 * @param value the JSON value that EventBridge sends.
 * @returns null for events of others, and of Bedrock those that change no job or capacity. Never
 *   throws, and a problem quotes nothing.
 */
export function parseBedrockEvent(value: unknown): Result<BedrockEvent | null, EventProblem> {
  const event = asObject(value);
  const detail = objectAt(value, 'detail');
  const detailType = textAt(value, 'detail-type');
  if (!event || !detail || detailType === null) return err('notAnEvent');
  if (textAt(event, 'source') !== 'aws.bedrock') return ok(null);
  const what = READERS.get(detailType)?.(detail, event) ?? null;
  if (!what) return ok(null);
  const atMs = timeOf(textAt(event, 'time')) ?? timeOf(textAt(detail, 'eventTime'));
  return atMs === null ? err('badTime') : ok({ ...placeOf(event), atMs, ...what });
}

function placeOf(event: JsonObject): Pick<BedrockEvent, 'id' | 'account' | 'region'> {
  const id = nameAt(event, 'id') || `sha256:${hashOf(event)}`;
  return { id, account: nameAt(event, 'account'), region: nameAt(event, 'region') };
}

type Reader = (detail: JsonObject, event: JsonObject) => What | null;

const READERS = new Map<string, Reader>([
  ['Model Customization Job State Change', customizationJob],
  ['Batch Inference Job State Change', batchJob],
  ['Bedrock Data Automation Job Succeeded', dataAutomationJob],
  ['Bedrock Data Automation Job Failed With Client Error', dataAutomationJob],
  ['Bedrock Data Automation Job Failed With Service Error', dataAutomationJob],
  ['AWS API Call via CloudTrail', apiCall],
]);

function customizationJob(detail: JsonObject, event: JsonObject): What {
  return {
    kind: 'customizationJob',
    arn: nameAt(detail, 'jobArn') || resourceOf(event),
    name: nameAt(detail, 'jobName'),
    status: nameAt(detail, 'jobStatus'),
    model: nameAt(detail, 'baseModelArn'),
    units: null,
  };
}

function batchJob(detail: JsonObject, event: JsonObject): What {
  return {
    kind: 'batchJob',
    arn: nameAt(detail, 'batchJobArn') || resourceOf(event),
    name: nameAt(detail, 'batchJobName'),
    status: nameAt(detail, 'status'),
    model: nameAt(detail, 'batchModelId'),
    units: null,
  };
}

function dataAutomationJob(detail: JsonObject): What {
  return {
    kind: 'dataAutomationJob',
    arn: nameAt(detail, 'job_id'),
    name: nameAt(detail, 'semantic_modality'),
    status: nameAt(detail, 'job_status'),
    model: '',
    units: null,
  };
}

/** Calls that make, change or end what costs by the hour, or a job. */
const KIND_OF_CALL = new Map<string, BedrockEventKind>([
  ['CreateProvisionedModelThroughput', 'provisionedModel'],
  ['UpdateProvisionedModelThroughput', 'provisionedModel'],
  ['DeleteProvisionedModelThroughput', 'provisionedModel'],
  ['CreateModelCustomizationJob', 'customizationJob'],
  ['StopModelCustomizationJob', 'customizationJob'],
  ['DeleteCustomModel', 'customModel'],
  ['CreateCustomModelDeployment', 'customModelDeployment'],
  ['DeleteCustomModelDeployment', 'customModelDeployment'],
  ['CreateModelImportJob', 'importJob'],
  ['DeleteImportedModel', 'importedModel'],
  ['CreateModelInvocationJob', 'batchJob'],
  ['StopModelInvocationJob', 'batchJob'],
  ['CreateEvaluationJob', 'evaluationJob'],
  ['StopEvaluationJob', 'evaluationJob'],
]);

/** Bedrock tells of bought capacity by nothing but its calls, which CloudTrail passes on. */
function apiCall(detail: JsonObject): What | null {
  const status = nameAt(detail, 'eventName');
  const kind = KIND_OF_CALL.get(status);
  // A call that failed has changed nothing.
  if (kind === undefined || textAt(detail, 'errorCode') !== null) return null;
  const asked = objectAt(detail, 'requestParameters');
  const got = objectAt(detail, 'responseElements');
  return {
    kind,
    arn: firstOf(got, ANSWERED_BY) || firstOf(asked, NAMED_BY),
    name: firstOf(asked, CALLED),
    status,
    model: firstOf(asked, OF_MODEL),
    units: naturalAt(asked, 'modelUnits'),
  };
}

const ANSWERED_BY = ['provisionedModelArn', 'jobArn', 'customModelDeploymentArn'];
const NAMED_BY = [
  'provisionedModelId',
  'customModelDeploymentIdentifier',
  'modelIdentifier',
  'jobIdentifier',
];
const CALLED = ['provisionedModelName', 'desiredProvisionedModelName', 'jobName'];
const OF_MODEL = ['modelId', 'desiredModelId', 'baseModelIdentifier', 'modelArn'];

function firstOf(value: unknown, keys: readonly string[]): string {
  return keys.map((key) => nameAt(value, key)).find((name) => name !== '') ?? '';
}

function nameAt(value: unknown, key: string): string {
  const name = textAt(value, key) ?? '';
  return name.length > NAME_CHARS_MAX ? '' : name;
}

function resourceOf(event: JsonObject): string {
  const resources = at(event, 'resources');
  const first: unknown = Array.isArray(resources) ? resources[0] : null;
  return typeof first === 'string' && first.length <= NAME_CHARS_MAX ? first : '';
}

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
/** `Wed Aug 28 22:58:30 UTC 2024`, as events of batch jobs have been documented. */
const UNIX_DATE = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d) UTC (\d{4})$/;

function timeOf(text: string | null): number | null {
  const match = UNIX_DATE.exec(text ?? '');
  if (!match) return parseTimestamp(text);
  const [, name = '', day = '', time = '', year = ''] = match;
  const month = String(MONTHS.indexOf(name) / 3 + 1).padStart(2, '0');
  return parseTimestamp(`${year}-${month}-${day.padStart(2, '0')}T${time}Z`);
}

function hashOf(event: JsonObject): string {
  return createHash('sha256').update(JSON.stringify(event)).digest('hex').slice(0, 32);
}
