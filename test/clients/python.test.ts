/** Stripe's client for Python, as Debian has it (the package python3-stripe). */
import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { testKey, testSandbox } from '../helpers/sandbox.ts';
import { servedFrom } from './served.ts';

const STORY = fileURLToPath(new URL('story.py', import.meta.url));

/** Debian's packages are Debian's Python's. */
const PYTHON = '/usr/bin/python3';
const isInstalled = spawnSync(PYTHON, ['-c', 'import stripe']).status === 0;
if (!isInstalled) {
  console.warn(
    `The client for Python is not tested: ${PYTHON} cannot import stripe (apt install python3-stripe).`,
  );
}

const sandbox = testSandbox();

(isInstalled ? describe : describe.skip)('the client for Python', () => {
  const served = servedFrom('sources', sandbox, 'charges');
  const request = expect.stringMatching(/^req_\w+$/);

  test.each([
    ['the sandbox', '2013-08-13'],
    ['the sandbox', '2016-07-06'],
    ['/v1', '2013-08-13'],
    ['/v1', '2016-07-06'],
  ])('calls %s at %s', async (target, version) => {
    const address = target === '/v1' ? served.url : sandbox.url;
    const { stdout } = await promisify(execFile)(PYTHON, [STORY, address, testKey(), version], {
      env: { PATH: process.env['PATH'] },
    });
    expect(JSON.parse(stdout)).toEqual({
      customer: { email: 'jenny@example.com', metadata: { name: 'größer' } },
      captured: true,
      // What was not captured, and what was refunded.
      amount_refunded: 100 + 300,
      plan: 'gold',
      amounts: [200, 100, 900],
      deleted: true,
      declined: {
        type: 'CardError',
        status: 402,
        code: 'card_declined',
        param: null,
        message: 'Your card was declined.',
        request,
      },
      missing: {
        type: 'InvalidRequestError',
        status: 404,
        code: version === '2013-08-13' ? 'missing' : null,
        param: 'id',
        message: 'No such charge: ch_1',
        request,
      },
      invalid: {
        type: 'InvalidRequestError',
        status: 400,
        // Rejected by `/v1` itself, without a request to Stripe.
        code: target === '/v1' ? 'parameter_missing' : null,
        param: 'currency',
        message: 'Missing required param: currency.',
        request: target === '/v1' ? null : request,
      },
      unauthenticated: {
        type: 'AuthenticationError',
        status: 401,
        code: null,
        param: null,
        message: 'Invalid API Key provided: wr****',
        request,
      },
    });
  });
});
