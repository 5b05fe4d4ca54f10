/** Holds the opening of envelopes to finding each record once, and nothing where there is none. */
import { describe, expect, test } from 'vitest';
import { codesOf, parse, record } from './records.ts';

const one = record({ requestId: 'one' });
const two = record({ requestId: 'two' });
const [textOne, textTwo] = [JSON.stringify(one), JSON.stringify(two)];
const event = (message: unknown) => ({ id: '1', timestamp: 1_795_000_000_000, message });
const payload = {
  messageType: 'DATA_MESSAGE',
  owner: '111122223333',
  logGroup: '/bedrock',
  logStream: 'aws/bedrock/modelinvocations',
  subscriptionFilters: ['all'],
  logEvents: [event(textOne), event(textTwo)],
};

const OPENED: readonly { readonly name: string; readonly value: unknown }[] = [
  { name: 'lines', value: `${textOne}\n${textTwo}\n` },
  { name: 'lines with Windows ends', value: `${textOne}\r\n${textTwo}\r\n` },
  { name: 'objects back to back', value: textOne + textTwo },
  {
    name: 'indented objects',
    value: [one, two].map((it) => JSON.stringify(it, null, 2)).join('\n'),
  },
  { name: 'a list of records', value: [one, two] },
  { name: 'a list of texts in events', value: [event(textOne), event(textTwo)] },
  { name: 'events of FilterLogEvents', value: { events: [event(textOne), event(textTwo)] } },
  { name: 'events whose message is an object', value: { events: [event(one), event(two)] } },
  { name: 'a payload of a subscription', value: payload },
  { name: 'a list of payloads', value: [payload] },
  {
    name: 'rows of Logs Insights',
    value: {
      results: [textOne, textTwo].map((value) => [
        { field: '@ptr', value: 'x' },
        { field: '@message', value },
      ]),
    },
  },
  {
    name: 'rows of Insights as objects',
    value: [{ '@message': textOne }, { '@message': textTwo }],
  },
];

describe('parseRecords', () => {
  test.each(OPENED)('opens $name', ({ value }) => {
    const ids = parse(value).map((found) => (found.ok ? found.value.requestId : found.problem));
    expect(ids).toEqual(['one', 'two']);
  });

  test.each([
    { name: 'a blank text', value: '' },
    { name: 'white space', value: ' \r\n\t' },
    { name: 'a byte order mark', value: '\uFEFF' },
    {
      name: 'the permission check',
      value: 'Permissions are correctly set for Amazon Bedrock logs.',
    },
    {
      name: 'the permission check in an event',
      value: event('Permissions are correctly set for Amazon Bedrock logs.'),
    },
    { name: 'a control message', value: { ...payload, messageType: 'CONTROL_MESSAGE' } },
    { name: 'an empty list', value: [] },
    { name: 'an empty payload', value: { ...payload, logEvents: [] } },
  ])('finds nothing in $name, and nothing wrong', ({ value }) => {
    expect(parse(value)).toEqual([]);
  });

  test('counts each bad part of a text once and keeps the others', () => {
    expect(codesOf(`${textOne}{"schemaType":"Other"}${textTwo}{"cut`)).toEqual([
      'ok',
      'notAnInvocationLog schemaType',
      'ok',
      'notJson',
    ]);
    expect(codesOf([one, 12, two])).toEqual(['ok', 'notAnInvocationLog', 'ok']);
  });

  test('splits behind quotes and backslashes in a text', () => {
    const tricky = { ...one, input: { inputBodyJson: { prompt: '}{ \\" \\\\' } } };
    expect(codesOf(JSON.stringify(tricky) + textTwo)).toEqual(['ok', 'ok']);
  });

  test('reads a record that has a message of its own as the record', () => {
    expect(codesOf({ ...one, message: 'x', events: [1] })).toEqual(['ok']);
  });

  test('gives up on envelopes in envelopes', () => {
    const nested = (depth: number): unknown =>
      depth === 0 ? textOne : JSON.stringify({ message: nested(depth - 1) });
    expect(codesOf(nested(3))).toEqual(['ok']);
    expect(codesOf(nested(8))).toEqual(['notAnInvocationLog']);
  });
});
