/** What the client does when the service, or what is in front of it, fails: retries, their keys, limits and ends. */
import { describe, expect, test } from '@jest/globals';
import { Blocks, Cards, Connector, Sockets, StripeSocketError } from '../../client/src/index.js';
import type { Upstream } from '../helpers/upstream.ts';
import { type Answer, rejectionOf, type reply, withService } from './service.ts';

const CUSTOMER = { id: 'cus_1', object: 'customer' };
const NOW = { 'retry-after': '0' };
const GATEWAY = [503, { message: 'Service Unavailable' }, NOW] as const;

const errorWith = (details: object) => ({ error: { type: 'api_error', message: 'Failed.', ...details } });
const keysOf = ({ seen }: Upstream) => seen.map(({ headers }) => headers['idempotency-key']);
const socketsAt = ({ url }: { url: string }, more: object = {}) =>
  new Sockets({ baseUrl: url, apiKey: 'sk_test_1', ...more });

describe('a failed request is retried', () => {
  test.each<[string, Answer]>([
    ['whose connection was closed', 'closed'],
    ['that a gateway could not pass on', GATEWAY],
    ['that got something else than JSON', [200, '<html>Please log in</html>', NOW]],
    ['of which the service says so', [502, errorWith({ retryable: true }), NOW]],
    [
      'that Stripe failed at, where the service says so',
      [500, errorWith({ retryable: true, request_id: 'req_1' }), NOW],
    ],
    ['that asks to come later', [429, errorWith({ type: 'invalid_request_error' }), NOW]],
    [
      'that asks to come after a moment of the past',
      [429, {}, { 'retry-after': 'Wed, 06 Jul 2016 00:00:00 GMT' }],
    ],
  ])('%s', async (_, answer) => {
    await withService([answer, [200, CUSTOMER]], async (service) => {
      expect(await socketsAt(service).createCustomer()).toEqual(CUSTOMER);
      const [first, second] = keysOf(service);
      expect(service.seen).toHaveLength(2);
      expect(first).toMatch(/^[\da-f-]{36}$/);
      expect(second).toBe(first);
    });
  });

  test('as often as it is told, for the client or for a call', async () => {
    await withService([GATEWAY], async (service) => {
      const sockets = socketsAt(service, { maxRetries: 3 });
      expect(await rejectionOf(sockets.createCustomer())).toMatchObject({ status: 503, retryable: true });
      expect(service.seen).toHaveLength(4);
      await rejectionOf(sockets.createCustomer({}, { maxRetries: 0 }));
      expect(service.seen).toHaveLength(5);
    });
  });

  test('by default twice', async () => {
    await withService([GATEWAY], async (service) => {
      await rejectionOf(socketsAt(service).createCustomer());
      expect(service.seen).toHaveLength(3);
    });
  });

  test('also where options are there that say nothing', async () => {
    await withService([GATEWAY], async (service) => {
      const unsaid = { maxRetries: undefined, timeout: undefined, fetch: undefined, warn: undefined };
      await rejectionOf(socketsAt(service, unsaid).createCustomer({}, { maxRetries: undefined } as never));
      expect(service.seen).toHaveLength(3);
    });
  });

  test('under the key that the caller names', async () => {
    await withService([GATEWAY, [200, CUSTOMER]], async (service) => {
      await socketsAt(service).createCustomer({}, { idempotencyKey: 'order 7' });
      expect(keysOf(service)).toEqual(['order 7', 'order 7']);
    });
  });

  test('with a secret that is asked for anew', async () => {
    const tokens = ['old', 'new'];
    await withService([GATEWAY, [200, { data: [] }]], async (service) => {
      await new Cards({ baseUrl: service.url, token: async () => tokens.shift()! }).find();
      expect(service.seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer new']);
    });
  });
});

describe('a failed request is not retried', () => {
  test.each<[string, Answer, object]>([
    ['that the service rejects', [400, errorWith({ type: 'invalid_request_error' })], { status: 400 }],
    ['that the service has a defect at', [500, errorWith({ correlation_id: 'c1' })], { correlationId: 'c1' }],
    [
      'that Stripe keeps the failure of',
      [500, errorWith({ request_id: 'req_1' }), { 'idempotent-replayed': 'true' }],
      { status: 500, requestId: 'req_1' },
    ],
    [
      'whose reply is too large',
      [502, errorWith({ type: 'api_connection_error' })],
      { status: 502, type: 'api_connection_error' },
    ],
    [
      'that got something else than JSON and says why',
      [404, '<html>Not found</html>'],
      { status: 404, message: 'The service responded with status 404.', body: undefined },
    ],
  ])('%s', async (_, answer, expected) => {
    await withService([answer], async (service) => {
      const error = await rejectionOf(socketsAt(service).createCustomer());
      expect(error).toMatchObject({ retryable: false, ...expected });
      expect(service.seen).toHaveLength(1);
    });
  });

  test('that asks to come later than in a minute', async () => {
    await withService([[429, errorWith({}), { 'retry-after': '61' }]], async (service) => {
      const error = await rejectionOf(socketsAt(service).createCustomer());
      expect(error).toMatchObject({ status: 429, retryable: true, retryAfter: 61 });
      expect(service.seen).toHaveLength(1);
    });
  });
});

test.each([
  ['an empty object', {}],
  ['null', null],
  ['a list', []],
  ['an envelope without anything in it', { callback: 'error', contextWrites: {} }],
])('a block’s reply that is %s is an error', async (_, body) => {
  await withService([[200, body]], async ({ url }) => {
    const error = await rejectionOf(new Blocks({ baseUrl: url, apiKey: 'sk_test_1' }).createCustomer());
    expect(error).toBeInstanceOf(StripeSocketError);
    expect(error).toMatchObject({ message: 'The response is not in the format of a block.', status: 200 });
  });
});

test.each([null, 'text', { error: 'text' }, { error: null }, []])(
  'an error may have the body %j',
  async (body) => {
    await withService([[400, body]], async (service) => {
      const error = await rejectionOf(socketsAt(service).createCustomer());
      expect(error).toMatchObject({
        message: 'The service responded with status 400.',
        status: 400,
        type: 'api_error',
      });
    });
  },
);

describe('keys', () => {
  test('differ between calls, and between the pages of a list', async () => {
    const page = { object: 'list', data: [CUSTOMER], has_more: true, url: '/' };
    const envelope = (to: object) => ({ callback: 'success', contextWrites: { '#': { to } } });
    const answers = [page, page, { ...page, has_more: false }].map((one): Answer => [200, envelope(one)]);
    await withService(answers, async (service) => {
      const blocks = new Blocks({ baseUrl: service.url, apiKey: 'sk_test_1' });
      const listed = [];
      for await (const { id } of blocks.getCustomerList({}, { idempotencyKey: 'first' })) {
        listed.push(id);
      }
      expect(listed).toEqual(['cus_1', 'cus_1', 'cus_1']);
      const keys = keysOf(service);
      expect(keys[0]).toBe('first');
      expect(new Set(keys).size).toBe(3);
      expect(service.seen.map(({ body }) => JSON.parse(body).args.startingAfter)).toEqual([
        undefined,
        'cus_1',
        'cus_1',
      ]);
    });
  });

  test('are made where there is no crypto', async () => {
    const { crypto } = globalThis;
    Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true });
    try {
      await withService([[200, CUSTOMER]], async (service) => {
        await socketsAt(service).createCustomer();
        await socketsAt(service).createCustomer();
        const [first, second] = keysOf(service);
        expect(first).toMatch(/^[\w.-]{20,255}$/);
        expect(second).not.toBe(first);
      });
    } finally {
      Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true });
    }
  });

  test('are not sent where nothing changes, nor with cards', async () => {
    await withService([[200, CUSTOMER]], async (service) => {
      await new Connector({ baseUrl: service.url, apiKey: 'sk_test_1' }).getCustomer({ Id: 'cus_1' });
      await new Cards({ baseUrl: service.url, token: 't' }).get({ id: '1' });
      expect(keysOf(service)).toEqual([undefined, undefined]);
    });
  });
});

describe('a call ends', () => {
  const silent = async (use: (service: Upstream, arrived: Promise<void>) => Promise<void>) => {
    let arrive: () => void;
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    await withService(
      () => arrive(),
      (service) => use(service, arrived),
    );
  };

  test('when no reply comes in time', async () => {
    await silent(async (service) => {
      const error = await rejectionOf(socketsAt(service, { timeout: 20, maxRetries: 0 }).createCustomer());
      expect(error).toMatchObject({
        message: 'The service did not respond within 20 ms.',
        status: 0,
        type: 'api_connection_error',
        code: 'timeout',
        retryable: true,
        idempotencyKey: expect.any(String),
      });
    });
  });

  test('when only half of a reply comes in time', async () => {
    const half = (response: Parameters<typeof reply>[0]) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"id":');
    };
    await withService(half, async (service) => {
      const error = await rejectionOf(socketsAt(service).createCustomer({}, { timeout: 50, maxRetries: 0 }));
      expect(error).toMatchObject({ code: 'timeout', retryable: true });
    });
  });

  test('when its signal says so, while it waits for a reply', async () => {
    await silent(async (service, arrived) => {
      const controller = new AbortController();
      const call = rejectionOf(socketsAt(service).createCustomer({}, { signal: controller.signal }));
      await arrived;
      controller.abort();
      expect(await call).toMatchObject({ name: 'AbortError' });
    });
  });

  test('when its signal says so, while it waits for the retry', async () => {
    const reason = new Error('The user left.');
    const controller = new AbortController();
    await withService([[503, {}, { 'retry-after': '30' }]], async (service) => {
      const abortAfterReply = async (...request: Parameters<typeof fetch>) => {
        const response = await fetch(...request);
        setTimeout(() => controller.abort(reason), 1);
        return response;
      };
      const sockets = socketsAt(service, { fetch: abortAfterReply });
      expect(await rejectionOf(sockets.createCustomer({}, { signal: controller.signal }))).toBe(reason);
      expect(service.seen).toHaveLength(1);
    });
  });

  test('before it begins, when its signal has said so', async () => {
    await withService([[200, CUSTOMER]], async (service) => {
      const call = socketsAt(service).createCustomer({}, { signal: AbortSignal.abort('late') });
      expect(await rejectionOf(call)).toBe('late');
      expect(service.seen).toEqual([]);
    });
  });

  test('when nobody listens at the address', async () => {
    const url = await withService([], async (service) => service.url);
    const error = await rejectionOf(socketsAt({ url }, { maxRetries: 0 }).createCustomer());
    expect(error).toMatchObject({
      message: 'The service could not be reached.',
      status: 0,
      code: undefined,
      cause: { name: 'TypeError' },
    });
  });
});

describe('what is given wrong is told, by its name', () => {
  const options = { baseUrl: 'http://localhost', apiKey: 'sk_test_1' };

  test.each<[string, () => unknown, string]>([
    [
      'no options',
      () => new Sockets(undefined as never),
      'baseUrl is required, e.g. https://payments.example.com.',
    ],
    ['no address', () => new Sockets({ apiKey: 'sk_test_1' }), 'baseUrl is required'],
    [
      'no key',
      () => new Blocks({ baseUrl: 'http://localhost' } as never),
      'apiKey (for cards: token) is required',
    ],
    [
      'no URL',
      () => new Blocks({ ...options, baseUrl: 'localhost:3000/' }),
      'baseUrl must be an http or https URL',
    ],
    ['an unknown option', () => new Cards({ ...options, tokn: 't' } as never), 'Unknown option tokn'],
    [
      'an unknown option of a call',
      () => new Blocks(options).createCustomer({}, { idempotencykey: 'k' } as never),
      'Unknown option idempotencykey; the options are idempotencyKey, ',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  test.each(['', '.', '..', undefined])('the id %j', async (Id) => {
    const call = new Connector(options).getCustomer({ Id } as never);
    expect(await rejectionOf(call)).toMatchObject({
      name: 'TypeError',
      message: expect.stringMatching(/^Id must be an id/),
    });
  });

  test.each([
    ['timeout', Number.NaN],
    ['timeout', Number.POSITIVE_INFINITY],
    ['maxRetries', -1],
    ['maxRetries', '2'.repeat(20)],
  ])('%s: %s', async (name, value) => {
    const call = new Sockets({ ...options, [name]: value }).createCustomer();
    expect(await rejectionOf(call)).toMatchObject({
      name: 'TypeError',
      message: `${name} must be a number from 0 to 2147483647; got ${value}.`,
    });
  });

  test('a key that fits in no header, which no error shows', async () => {
    const error = await rejectionOf(new Sockets({ ...options, apiKey: 'sk_test_1\n' }).createCustomer());
    expect(error).toBeInstanceOf(TypeError);
    expect(`${(error as Error).stack} ${(error as Error).cause}`).not.toContain('sk_test_1');
  });
});

test('ids stand in paths as they are', async () => {
  await withService([[200, CUSTOMER]], async (service) => {
    await new Connector({ baseUrl: service.url, apiKey: 'sk_test_1' }).getCustomer({ Id: 'a/b?c=d ü' });
    expect(service.seen.map(({ url }) => url)).toEqual(['/connector/customers/a%2Fb%3Fc%3Dd%20%C3%BC']);
  });
});

test('the address may have a path, and a slash at its end', async () => {
  await withService([[200, CUSTOMER]], async ({ url, seen }) => {
    await new Sockets({ baseUrl: `${url}/dev/`, apiKey: 'sk_test_1' }).createCustomer();
    expect(seen.map(({ url }) => url)).toEqual(['/dev/stripe/create-customer']);
  });
});

test('what shows a client shows no key', () => {
  const sockets = new Sockets({ baseUrl: 'http://localhost', apiKey: 'sk_test_1' });
  expect(JSON.stringify(sockets)).toBe('{}');
  expect(Object.keys(sockets)).toEqual([]);
});
