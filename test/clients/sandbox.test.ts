/** Old clients call the sandbox. */
import { testSandbox } from '../helpers/sandbox.ts';
import { testStories } from './story.ts';

const sandbox = testSandbox();

testStories({
  get url() {
    return sandbox.url;
  },
  defaultVersion: '2016-07-06',
});
