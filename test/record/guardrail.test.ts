/** Holds the reading of guardrail traces to telling stopped, masked and passed calls apart. */
import { describe, expect, test } from 'vitest';
import { invocationOf, invoke, record, streamed, type Json } from './records.ts';

const units = (more: Json = {}): Json => ({
  guardrailProcessingLatency: 281,
  usage: {
    topicPolicyUnits: 1,
    contentPolicyUnits: 2,
    wordPolicyUnits: 0,
    automatedReasoningPolicies: 3,
    sensitiveInformationPolicyFreeUnits: 4,
    ...more,
  },
});
const assessed = (action: string | null, more: Json = {}): Json => ({
  ...(action === null ? {} : { contentPolicy: { filters: [{ type: 'HATE', action }] } }),
  invocationMetrics: units(more),
});
const converse = (stopReason: string, guardrail: Json | null): Json =>
  record({
    output: {
      outputBodyJson: { stopReason, ...(guardrail ? { trace: { guardrail } } : {}) },
    },
  });
const invoked = (action: string, guardrail: Json): Json =>
  invoke('anthropic.claude-sonnet-4-20250514-v1:0', undefined, {
    'amazon-bedrock-guardrailAction': action,
    'amazon-bedrock-trace': { guardrail },
  });
const stopped = 'guardrail_intervened';

const CASES: readonly { readonly name: string; readonly value: Json; readonly status: string }[] = [
  {
    name: 'Converse passed',
    value: converse('end_turn', { inputAssessment: { g1: assessed(null) } }),
    status: 'success',
  },
  {
    name: 'Converse, input stopped',
    value: converse(stopped, { inputAssessment: { g1: assessed('BLOCKED') } }),
    status: 'guardrailBlocked',
  },
  {
    name: 'Converse, output stopped',
    value: converse(stopped, {
      inputAssessment: { g1: assessed(null) },
      outputAssessments: { g1: [assessed('NONE'), assessed('BLOCKED')] },
    }),
    status: 'guardrailBlocked',
  },
  {
    name: 'Converse masked',
    value: converse(stopped, { outputAssessments: [{ g1: assessed('ANONYMIZED') }] }),
    status: 'success',
  },
  {
    name: 'Converse masked and stopped',
    value: converse(stopped, {
      inputAssessment: { g1: assessed('ANONYMIZED') },
      outputAssessments: [{ g1: assessed('BLOCKED') }],
    }),
    status: 'guardrailBlocked',
  },
  {
    name: 'Converse stopped without a trace',
    value: converse(stopped, null),
    status: 'guardrailBlocked',
  },
  {
    name: 'a detection that does nothing',
    value: converse('end_turn', { inputAssessment: { g1: assessed('NONE') } }),
    status: 'success',
  },
  {
    name: 'InvokeModel passed',
    value: invoked('NONE', { input: { g1: assessed(null) }, actionReason: 'No action.' }),
    status: 'success',
  },
  {
    name: 'InvokeModel, input stopped',
    value: invoked('INTERVENED', { input: { g1: assessed('BLOCKED') } }),
    status: 'guardrailBlocked',
  },
  {
    name: 'InvokeModel stopped, told by its reason alone',
    value: invoked('INTERVENED', { actionReason: 'Guardrail blocked.' }),
    status: 'guardrailBlocked',
  },
  {
    name: 'InvokeModel masked, told by its reason alone',
    value: invoked('INTERVENED', { actionReason: 'No action.\nGuardrail masked.' }),
    status: 'success',
  },
  {
    name: 'a stream that was masked chunk by chunk',
    value: streamed('amazon.nova-lite-v1:0', [
      {
        contentBlockDelta: { delta: { text: 'x' } },
        'amazon-bedrock-guardrailAction': 'INTERVENED',
      },
      { 'amazon-bedrock-trace': { guardrail: { outputs: [{ g1: assessed('ANONYMIZED') }] } } },
    ]),
    status: 'success',
  },
  {
    name: "a stream of Claude's that was stopped",
    value: streamed('anthropic.claude-opus-4-7', [
      { type: 'message_delta', delta: { stop_reason: stopped } },
    ]),
    status: 'guardrailBlocked',
  },
  {
    name: 'an error beside a stop',
    value: { ...converse(stopped, null), errorCode: 'ThrottlingException' },
    status: 'throttled',
  },
];

describe('the status of a guarded call', () => {
  test.each(CASES)('$name is $status', ({ value, status }) => {
    expect(invocationOf(value).status).toBe(status);
  });
});

describe('units of a guardrail', () => {
  const value = converse('end_turn', {
    inputAssessment: { g1: assessed(null) },
    outputAssessments: [{ g1: assessed(null, { contentPolicyImageUnits: 2 }) }],
  });

  test('are added up over input and outputs, names in Units only, without zeros', () => {
    expect(Object.fromEntries(invocationOf(value).guardrailUnits)).toEqual({
      topicPolicyUnits: 2,
      contentPolicyUnits: 4,
      sensitiveInformationPolicyFreeUnits: 8,
      contentPolicyImageUnits: 2,
    });
  });

  test('that are no counts, or bear a strange name, are left out', () => {
    const more = {
      topicPolicyUnits: -1,
      contentPolicyUnits: '2',
      'my prompt Units': 1,
      xUnits: 1e300,
    };
    const odd = converse('end_turn', { inputAssessment: { g1: assessed(null, more) } });
    expect([...invocationOf(odd).guardrailUnits.keys()]).toEqual([
      'sensitiveInformationPolicyFreeUnits',
    ]);
  });

  test('are billed for a stopped call as well', () => {
    const blocked = converse(stopped, { inputAssessment: { g1: assessed('BLOCKED') } });
    expect(invocationOf(blocked).guardrailUnits.get('contentPolicyUnits')).toBe(2);
  });
});

describe('tokens of a stopped call', () => {
  test('are those that the record counts', () => {
    const value = { ...converse(stopped, null), input: { inputTokenCount: 70 } };
    expect(invocationOf(value).tokens.input).toBe(70);
  });

  test("are not those of the guardrail's own text", () => {
    const value = invoke('amazon.titan-text-express-v1', undefined, {
      inputTextTokenCount: 6,
      results: [{ tokenCount: 3 }],
      'amazon-bedrock-guardrailAction': 'INTERVENED',
    });
    expect(invocationOf(value).tokens).toMatchObject({ input: null, output: null });
  });
});
