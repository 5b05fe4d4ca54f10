/** What is to be copied is told from what is to be read. */
import { describe, expect, test } from 'vitest';
import { fixBlocks } from '../../../web/format/fix-text.ts';

describe('fixBlocks', () => {
  test.each([
    ['a command', 'aws logs create-log-group --region us-east-1'],
    ['a statement of a policy', '{"Effect":"Allow"}'],
    ['lines of the config', 's3: { bucket: logs }\n  region: us-east-1'],
  ])('takes %s for code, whole', (_, fix) => {
    expect(fixBlocks(fix)).toEqual([{ isCode: true, text: fix }]);
  });

  test('keeps sentences and code apart, in their order', () => {
    expect(fixBlocks('The role must write.\naws bedrock put\nor change the name.')).toEqual([
      { isCode: false, text: 'The role must write.' },
      { isCode: true, text: 'aws bedrock put' },
      { isCode: false, text: 'or change the name.' },
    ]);
  });

  test('gives nothing for nothing', () => {
    expect(fixBlocks('')).toEqual([]);
  });
});
