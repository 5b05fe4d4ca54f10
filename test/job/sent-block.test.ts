/** Blocks that cross threads come out as they went in, and equal texts come out as one object. */
import { describe, expect, test } from 'vitest';
import { BlockReceiver, BlockSender } from '../../server/job/sent-block.ts';
import { RowPacker, type RowBlock } from '../../server/store/row-block.ts';
import { metered, requestId } from '../support/metered.ts';

function blockOf(names: readonly string[]): RowBlock {
  const packer = new RowPacker();
  names.forEach((name, index) => {
    const arn = `arn:aws:iam::111122223333:role/${name}`;
    const principal = { arn, kind: 'role' as const, name, session: `${name}-session` };
    packer.add(metered({ invocation: { requestId: requestId(index), principal } }));
  });
  return packer.take();
}

/** As a port does it. */
const crossed = <Value>(value: Value): Value => structuredClone(value);

describe('blocks that cross threads', () => {
  const [first, second] = [blockOf(['a', 'b', 'a']), blockOf(['b', 'c'])];

  test('come out as they went in', () => {
    const [sender, receiver] = [new BlockSender(), new BlockReceiver()];
    for (const block of [first, second, first]) {
      expect(receiver.receive(crossed(sender.send(block)))).toEqual(block);
    }
  });

  test('bring each text once, which is one object from then on', () => {
    const [sender, receiver] = [new BlockSender(), new BlockReceiver()];
    const one = receiver.receive(crossed(sender.send(first)));
    const sent = sender.send(second);
    expect(sent.series.fresh.map(({ values }) => values)).toEqual([second.series[1]?.values]);
    const other = receiver.receive(crossed(sent));
    expect(other.series[0]).toBe(one.series[1]);
    expect(other.details[0]).toBe(one.details[1]);
  });

  test('begin anew past so many texts, on both sides', () => {
    const [sender, receiver] = [new BlockSender(), new BlockReceiver()];
    const many = Array.from({ length: 50_000 }, (_, index) => ({
      values: [String(index)],
      usageTypes: [],
    }));
    const flood = { ...first, series: many };
    expect(sender.send(flood).series.isAnew).toBe(false);
    const sent = sender.send(second);
    expect([sent.series.isAnew, sent.series.fresh.length]).toEqual([true, 2]);
    expect(sent.details.isAnew).toBe(false);
    receiver.receive(crossed(new BlockSender().send(flood)));
    const { series } = receiver.receive(crossed({ ...sent, details: { ...sent.details } }));
    expect(series).toEqual(second.series);
  });
});
