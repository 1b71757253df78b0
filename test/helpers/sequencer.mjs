/** The order of the test files where Jest does not know yet how long each takes. */
import Sequencer from '@jest/test-sequencer';

/** Those that wait for processes or build something: however short the file, they come first. */
const LONG =
  /\/test\/(lib\/(deploy\/package|cli\/\w+|server\/\w+|surfaces\/rest\/descriptions|surfaces\/card\/(interrupted|webhook|cards))|clients\/\w+|client\/\w+|offline\/\w+|faults\/[\w-]+|fuzz\/\w+|browser\/\w+)\.test\.ts$/;

export default class LongOnesFirst extends Sequencer {
  sort(tests) {
    return super
      .sort(tests)
      .map((test, index) => ({ test, index, isLong: test.duration === undefined && LONG.test(test.path) }))
      .sort((a, b) => Number(b.isLong) - Number(a.isLong) || a.index - b.index)
      .map(({ test }) => test);
  }
}
