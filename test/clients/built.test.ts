/** Old clients call `/v1` over HTTP, served by the functions that are built for AWS Lambda. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll } from '@jest/globals';
import { ROOT } from '../helpers/command.ts';
import { testSandbox } from '../helpers/sandbox.ts';
import { servedFrom } from './served.ts';
import { testStories } from './story.ts';

const sandbox = testSandbox();
beforeAll(() => promisify(execFile)('npm', ['run', 'build'], { cwd: ROOT }));
const served = servedFrom('build', sandbox, 'charges');

testStories({
  get url() {
    return served.url;
  },
  defaultVersion: '2013-08-13',
});
