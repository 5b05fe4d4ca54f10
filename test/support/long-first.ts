/** Begins with the files of tests that take longest, so that no worker ends long after another. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Real browsers, and processes that are killed: minutes of waiting, beside which others work. */
const LONG_ONES = ['/test/e2e/', '/test/sim/', '/test/bench/', '/test/peer/'];

export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean =>
      LONG_ONES.some((folder) => moduleId.includes(folder));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}
