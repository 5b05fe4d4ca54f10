/** Tests of the notices beside a total that is not whole. */
import { describe, expect, test } from 'vitest';
import { nightlyNotices } from '../../server/report/nightly-notices.ts';
import { DAY, TROUBLED_DAY } from './nightly-fixture.ts';

const NOBODY = { costAttoUsd: 0n, invocations: 0 };

describe('nightlyNotices', () => {
  test('are silent on a whole day', () => {
    expect(nightlyNotices({ ...DAY, unattributed: NOBODY })).toEqual([]);
  });

  test('tell everything that is missing, what shakes the total most first', () => {
    const notices = nightlyNotices(TROUBLED_DAY).map(({ title, text }) => {
      return `${title}: ${text.replaceAll('\u00a0', ' ')}`;
    });
    expect(notices).toEqual([
      'Preliminary: Logs are read up to 2026-11-20 19:40, not to midnight. ' +
        'Calls will still be added; a later report of this day replaces this one.',
      'Unpriced: 15 calls used something that no rate covers: ' +
        'meta.llama4-maverick-17b-instruct (12 calls); stability.sd3-5-large (3 calls). ' +
        'What it cost is missing from every figure here; add the rate to the price book.',
      'Gaps in the logs: CloudWatch counted 420 calls that no log tells of: ' +
        'account 123456789012 in eu-central-1, 2026-11-20 11:00 to 13:00. ' +
        'What they cost is not known.',
      'Unreadable: 3 log records could not be read and are in no figure; ' +
        'the status page tells why.',
      'Unattributed: $3.90 in 700 calls, 8.1 % of the cost: ' +
        'no attribution rule gave it to a tenant. It is part of the total.',
    ]);
  });

  test('ask for action only where there is something to do', () => {
    expect(nightlyNotices(DAY).map(({ tone }) => tone)).toEqual(['info']);
    expect(nightlyNotices(TROUBLED_DAY).map(({ tone }) => tone)).toEqual([
      ...Array<string>(4).fill('warn'),
      'info',
    ]);
  });

  test('count the models that they do not name', () => {
    const unpriced = [...'abcdefg'].map((model) => ({ model, invocations: 1 }));
    const text = nightlyNotices({ ...TROUBLED_DAY, unpriced })[1]?.text;
    expect(text).toContain('; and 2 more.');
  });
});
