/** Where the bill lies is read whole, or told with the line that is wrong. */
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../server/config/parse-config.ts';

function billOf(text: string) {
  const config = parseConfig(text, {});
  return config.ok ? config.value.bill : config.problem.map(({ message }) => message);
}

describe('the bill in the config', () => {
  test('is none where nothing is said', () => {
    expect(billOf('')).toBeNull();
  });

  test('is a folder', () => {
    expect(billOf('bill: { directory: ./bill }')).toEqual({
      kind: 'directory',
      directory: './bill',
    });
  });

  test('is a bucket with who reads it', () => {
    const account = "account: '999900001111', roleArn: 'arn:aws:iam::999900001111:role/bill'";
    const text = `bill: { s3: { bucket: bills, prefix: cur/, region: us-east-1, ${account} } }`;
    expect(billOf(text)).toEqual({
      kind: 's3',
      bucket: 'bills',
      prefix: 'cur/',
      region: 'us-east-1',
      identity: {
        id: '999900001111',
        roleArn: 'arn:aws:iam::999900001111:role/bill',
        externalId: null,
        endpoint: null,
        credentials: null,
      },
    });
  });

  test.each([
    ['neither', 'bill: {}'],
    ['both', "bill: { directory: x, s3: { bucket: b-1, region: eu-west-1, account: '1' } }"],
  ])('is refused with %s', (_, text) => {
    expect(billOf(text)).not.toBeNull();
    expect(JSON.stringify(billOf(text))).toMatch(/name either a directory or s3|12 digits/);
  });
});
