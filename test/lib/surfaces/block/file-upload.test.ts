/** Uploads: what is fetched on a caller's behalf, what is not, and what reaches Stripe. */
import { createServer as createPlainServer, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Handler } from '#lib/endpoint/endpoint.ts';
import { download, type Limits, type Network } from '#lib/surfaces/block/file-download.ts';
import { isPublicAddress } from '#lib/surfaces/block/public-address.ts';
import { call } from '../../../helpers/call.ts';
import { certificateFor } from '../../../helpers/certificate.ts';
import { json, startUpstream, type Upstream } from '../../../helpers/upstream.ts';

const HOST = 'files.example.com';
const PDF = '%PDF-1.4 receipt';
const { cert, key } = certificateFor(HOST);

let upstream: Upstream;
let real: Handler;
let local: Handler;
let base: string;
let plainBase: string;
let answer: RequestListener;
const server = createServer({ cert, key }, (...exchange) => answer(...exchange));
const plainServer = createPlainServer((...exchange) => answer(...exchange));

/** A network in which every name means this machine, and this machine may be connected to. */
const inside: Network = {
  resolve: jest.fn(async () => [{ address: '127.0.0.1', family: 4 }]),
  isAllowed: () => true,
  ca: cert,
};

beforeAll(async () => {
  upstream = await startUpstream((response) => json(response, 200, { id: 'file_1', object: 'file_upload' }));
  process.env['STRIPE_API_BASE'] = upstream.url;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => plainServer.listen(0, '127.0.0.1', resolve));
  base = `https://${HOST}:${(server.address() as AddressInfo).port}`;
  plainBase = `http://${HOST}:${(plainServer.address() as AddressInfo).port}`;
  const fileUploads = await import('#lib/operations/file-uploads.ts');
  const { block } = await import('#lib/surfaces/block/block.ts');
  const { file, fetchThenUpload: uploading } = await import('#lib/surfaces/block/upload.ts');
  local = block(fileUploads.create, { file, purpose: 'purpose' }, uploading(inside));
  ({ handler: real } = await import('../../../../functions/block/createFileUpload.ts'));
});
afterAll(async () => {
  for (const each of [server, plainServer]) {
    each.close();
    each.closeAllConnections();
  }
  await upstream.close();
});
beforeEach(() => {
  upstream.seen.length = 0;
  answer = serve(PDF, { 'content-type': 'application/pdf' });
  jest.mocked(inside.resolve).mockClear();
});

const serve =
  (body: string | Buffer, headers: Record<string, string> = {}, status = 200): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(body);

async function upload(handler: Handler, file: unknown) {
  const reply = await call(handler, {
    key: 'sk_test_upload',
    body: { args: { file, purpose: 'dispute_evidence' } },
  });
  expect(reply.status).toBe(200);
  return reply.body as { callback: string; contextWrites: { '#': { to: Record<string, unknown> } } };
}

/** The parts of the multipart body that reached Stripe. */
function partsSent() {
  const [{ method, url, headers, body }] = upstream.seen as [(typeof upstream.seen)[0]];
  const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(headers['content-type']!)![1]!;
  const parts = body.split(`--${boundary}`).slice(1, -1);
  return { method, url, parts: parts.map((part) => part.replace(/^\r\n|\r\n$/g, '')) };
}

const fetchIt = (path: string, limits: Partial<Limits> = {}, network: Partial<Network> = {}) =>
  download(new URL(path, base).href, { size: 100, time: 2_000, ...limits }, { ...inside, ...network });

describe('a file reaches Stripe as multipart', () => {
  const purpose = 'Content-Disposition: form-data; name="purpose"\r\n\r\ndispute_evidence';

  test.each<[string, unknown, string, string]>([
    ['base64', Buffer.from(PDF).toString('base64'), 'upload.pdf', 'application/pdf'],
    [
      'a data: URL',
      `data:image/png;base64,${Buffer.from(PDF).toString('base64')}`,
      'upload.png',
      'image/png',
    ],
    [
      'an object',
      { name: 'Rosen 1.pdf', data: Buffer.from(PDF).toString('base64') },
      'Rosen 1.pdf',
      'application/pdf',
    ],
    [
      'an object as text',
      JSON.stringify({ name: 'r.pdf', data: Buffer.from(PDF).toString('base64') }),
      'r.pdf',
      'application/pdf',
    ],
  ])('from %s', async (_, file, name, type) => {
    const body = await upload(real, file);
    expect(body).toEqual({
      callback: 'success',
      contextWrites: { '#': { to: { id: 'file_1', object: 'file_upload' } } },
    });
    expect(partsSent()).toEqual({
      method: 'POST',
      url: '/v1/files',
      parts: [
        `Content-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n${PDF}`,
        purpose,
      ],
    });
  });

  test('from base64 of more than other blocks take, up to what AWS Lambda does', async () => {
    const data = Buffer.alloc(4_000_000, 'x').toString('base64');
    expect(await upload(real, { name: 'x.csv', data })).toMatchObject({ callback: 'success' });
    expect(upstream.seen[0]!.body.length).toBeGreaterThan(4_000_000);
    const reply = await call(real, { key: 'sk_test_upload', body: { file: 'A'.repeat(5_900_001) } });
    expect(reply.status).toBe(413);
  });

  test('from base64 that is not, which is told at once', async () => {
    // Time of this process, not of others that the machine is busy with.
    const started = process.cpuUsage();
    const { callback } = await upload(real, `a${' '.repeat(1_000_000)}!`);
    expect(callback).toBe('error');
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1_000);
  });

  test('from an https URL, with the name and type that its server gives', async () => {
    answer = serve(PDF, {
      'content-type': 'application/pdf; charset=binary',
      'content-disposition': `attachment; filename="x.pdf"; filename*=UTF-8''re%C3%A7u.pdf`,
    });
    expect(await upload(local, `${base}/files/17?signature=abc`)).toMatchObject({ callback: 'success' });
    expect(partsSent().parts).toEqual([
      `Content-Disposition: form-data; name="file"; filename="reçu.pdf"\r\nContent-Type: application/pdf\r\n\r\n${PDF}`,
      purpose,
    ]);
  });
});

describe('a file is fetched by http', () => {
  test('and reaches Stripe', async () => {
    answer = serve(PDF, { 'content-type': 'application/pdf' });
    expect(await upload(local, `${plainBase}/receipt.pdf`)).toMatchObject({ callback: 'success' });
    expect(partsSent().parts[0]).toContain(`filename="receipt.pdf"`);
    expect(inside.resolve).toHaveBeenCalledTimes(1);
  });

  test('also after a redirect, to https too', async () => {
    answer = ({ url }, response) => {
      const to = { '/1': '/2', '/2': `${base}/a.pdf` }[url!];
      (to === undefined ? serve(PDF) : serve('', { location: to }, 302))({ url } as never, response);
    };
    expect(await fetchIt(`${plainBase}/1`)).toMatchObject({ name: 'a.pdf' });
    expect(inside.resolve).toHaveBeenCalledTimes(3);
  });

  test('not when its host, or that of a redirect, is not on the public internet', async () => {
    const isAllowed = isPublicAddress;
    await expect(fetchIt(plainBase, {}, { isAllowed })).rejects.toThrow('not on the public internet');
    answer = serve('', { location: 'http://169.254.169.254/latest/' }, 302);
    await expect(fetchIt(plainBase, {}, { isAllowed: (address) => address === '127.0.0.1' })).rejects.toThrow(
      'not on the public internet',
    );
  });
});

describe('name and type of what is fetched', () => {
  test.each<[string, Record<string, string>, string, string, string]>([
    ['/a/receipt.pdf', { 'content-type': 'application/pdf' }, PDF, 'receipt.pdf', 'application/pdf'],
    ['/a/receipt', { 'content-type': 'application/pdf' }, PDF, 'receipt.pdf', 'application/pdf'],
    ['/', {}, PDF, 'upload.pdf', 'application/pdf'],
    ['/data.csv', { 'content-type': 'text/plain' }, 'a,b', 'data.csv', 'text/csv'],
    ['/data', { 'content-type': 'text/plain' }, 'a,b', 'data.txt', 'text/plain'],
    ['/x.xlsx', { 'content-type': 'application/octet-stream' }, 'PK', 'x.xlsx', expect.any(String) as never],
    [
      '/x',
      { 'content-type': 'image/png', 'content-disposition': 'inline; filename=../../etc/logo.png' },
      'x',
      'logo.png',
      'image/png',
    ],
    ['/%E2%82%AC.gif', { 'content-type': 'image/gif' }, 'x', '€.gif', 'image/gif'],
  ])('%s %j', async (path, headers, body, name, type) => {
    answer = serve(body, headers);
    expect(await fetchIt(path)).toEqual({ name, type, data: Buffer.from(body) });
  });
});

describe('redirects', () => {
  const redirect = (to: string, status = 302) => serve('', { location: to }, status);

  test('are followed, and each address is looked up and checked', async () => {
    answer = (request, response) => {
      const step = Number(new URL(request.url!, base).searchParams.get('step'));
      (step < 3 ? redirect(`/a.pdf?step=${step + 1}`, 301 + step) : serve(PDF))(request, response);
    };
    expect(await fetchIt('/?step=0')).toMatchObject({ name: 'a.pdf' });
    expect(inside.resolve).toHaveBeenCalledTimes(4);
  });

  test.each([
    ['in a circle', '/', 'redirects more than 3 times'],
    ['away from https', 'http://files.example.com/', 'redirects from https to http'],
    ['to a file', 'file:///etc/passwd', 'only http and https'],
    ['to what is no URL', 'https://[', 'an invalid URL'],
    ['to this machine', 'https://127.0.0.1/', 'not on the public internet'],
    ['to a machine’s metadata', 'https://169.254.169.254/latest/meta-data/', 'not on the public internet'],
    ['to a mapped address', 'https://[::ffff:10.0.0.1]/', 'not on the public internet'],
  ])('are not followed %s', async (_, to, message) => {
    answer = redirect(to);
    let checked = 0;
    const isAllowed = (address: string) => {
      checked += 1;
      return checked === 1 || to === '/' || isPublicAddress(address);
    };
    await expect(fetchIt('/', {}, { isAllowed })).rejects.toThrow(message);
  });
});

describe('what is not fetched', () => {
  test.each<[string, RequestListener, string]>([
    ['what is not there', serve('', {}, 404), 'status 404'],
    ['a redirect to nowhere', serve('', {}, 302), 'status 302'],
    ['a part', serve(PDF, {}, 206), 'status 206'],
    ['a page', serve('<html>', { 'content-type': 'text/html' }), 'its type is "text/html"'],
    ['what nothing is known of', serve('abc'), 'its type is ""'],
    ['nothing', serve('', { 'content-type': 'image/png' }), 'it is empty'],
    [
      'what says that it is too large',
      serve('x'.repeat(101), { 'content-type': 'image/png' }),
      'larger than 100 bytes',
    ],
    [
      'what is too large and does not say so',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'image/png' });
        response.write('x'.repeat(60));
        response.end('x'.repeat(60));
      },
      'larger than 100 bytes',
    ],
    [
      'what is compressed',
      serve('x', { 'content-type': 'image/png', 'content-encoding': 'gzip' }),
      'compressed',
    ],
    ['what breaks off', (_, response) => response.socket!.destroy(), 'the connection failed (ECONNRESET)'],
    [
      'what breaks off in the middle',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'image/png', 'content-length': '50' });
        response.write('x', () => response.socket!.destroy());
      },
      'the connection failed (ECONNRESET)',
    ],
  ])('%s', async (_, script, message) => {
    answer = script;
    await expect(fetchIt('/a')).rejects.toThrow(message);
  });

  test.each<[string, RequestListener]>([
    ['does not begin', () => undefined],
    [
      'drips',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'image/png' });
        const drip = setInterval(() => response.write('x'), 20);
        response.on('close', () => clearInterval(drip));
      },
    ],
  ])('what takes too long because it %s', async (_, script) => {
    answer = script;
    await expect(fetchIt('/a', { time: 150 })).rejects.toThrow('it took more than 150 ms.');
  });

  test('what takes too long to look up', async () => {
    const resolve = () => sleep(1_000, [], { ref: false });
    await expect(fetchIt('/a', { time: 50 }, { resolve })).rejects.toThrow('it took more than 50 ms.');
  });

  test('a host that has no address, or whose certificate is not its own', async () => {
    const unknown = Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' });
    await expect(fetchIt('/a', {}, { resolve: () => Promise.reject(unknown) })).rejects.toThrow(
      'the connection failed (ENOTFOUND).',
    );
    await expect(fetchIt('/a', {}, { resolve: async () => [] })).rejects.toThrow(
      'not on the public internet',
    );
    const elsewhere = base.replace(HOST, 'other.example.com');
    await expect(download(elsewhere, { size: 9, time: 2_000 }, inside)).rejects.toThrow(
      'the connection failed (ERR_TLS_CERT_ALTNAME_INVALID).',
    );
  });

  test('a name that changes its mind between the check and the connection', async () => {
    // The second look-up would lead to a machine of the private network; there is none.
    const addresses = ['127.0.0.1', '10.0.0.1'];
    const resolve = jest.fn(async () => [{ address: addresses.shift()!, family: 4 }]);
    await fetchIt('/a.pdf', {}, { resolve });
    expect(resolve).toHaveBeenCalledTimes(1);
  });

  test('a name with one forbidden address among its addresses', async () => {
    const resolve = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    await expect(fetchIt('/a', {}, { resolve, isAllowed: isPublicAddress })).rejects.toThrow(
      'not on the public internet',
    );
  });
});

describe('the block refuses', () => {
  test.each<[string, unknown, RegExp]>([
    ['a name that would break a header', { name: 'a\r\nb', data: 'aGk=' }, /must be an http or https URL/],
    ['another protocol', 'ftp://example.com/a.pdf', /must be an http or https URL/],
    ['what is no base64', 'what is this?', /or the contents of a file in base64/],
    ['this machine', 'https://localhost/a.pdf', /not on the public internet/],
    ['this machine, in other words', 'https://2130706433/a.pdf', /not on the public internet/],
    ['this machine, by its IPv6 address', 'https://[::1]/a.pdf', /not on the public internet/],
    ['this machine, by a mapped address', 'https://[::ffff:7f00:1]/a.pdf', /not on the public internet/],
    ['a private network', 'https://192.168.1.1/a.pdf', /not on the public internet/],
    ['this machine by http', 'http://localhost/a.pdf', /not on the public internet/],
    ['this machine by http, in other words', 'http://0x7f.1/a.pdf', /not on the public internet/],
    ['a machine’s metadata by http', 'http://169.254.169.254/latest/', /not on the public internet/],
    ['a private network by http', 'http://[fd00:ec2::254]/a.pdf', /not on the public internet/],
    ['what is no URL', 'https://[/', /not a valid URL/],
  ])('%s', async (_, file, message) => {
    const { callback, contextWrites } = await upload(real, file);
    expect(callback).toBe('error');
    expect(contextWrites['#'].to).toMatchObject({
      status_code: 'INVALID_FIELDS',
      status_msg: expect.stringMatching(message),
      fields: [{ name: 'file', message: expect.stringMatching(message) }],
    });
    expect(JSON.stringify(contextWrites)).not.toContain(typeof file === 'string' ? file : 'aGk=');
    expect(upstream.seen).toHaveLength(0);
  });
});

describe('public addresses', () => {
  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '93.184.216.34',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001::1',
  ])('%s is one', (address) => expect(isPublicAddress(address)).toBe(true));

  test.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.1.2.3',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '169.254.170.2',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.0.2.1',
    '192.168.0.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.250',
    '240.0.0.1',
    '255.255.255.255',
    '168.63.129.16',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:169.254.169.254',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    'localhost',
    '',
    '127.1',
    '1.2.3',
  ])('%s is none', (address) => expect(isPublicAddress(address)).toBe(false));
});
