/** Multipart forms: their texts arrive as they were sent, or the form is rejected. */
import { describe, expect, test } from '@jest/globals';
import { decodeMultipart, MultipartError } from '#lib/http/multipart.ts';

const type = 'multipart/form-data; boundary=b';
const NOT_UTF_8 = Buffer.from([0xe9]);

/** A part: what its header `Content-Disposition` has besides the form, and its content. */
function part(about: string | Buffer, content: string | Buffer): Buffer {
  return Buffer.concat(
    ['--b\r\nContent-Disposition: form-data; ', about, '\r\n\r\n', content, '\r\n'].map((text) =>
      Buffer.from(text as string),
    ),
  );
}

const read = (...parts: Buffer[]) =>
  decodeMultipart(type, Buffer.concat([...parts, Buffer.from('--b--\r\n')]));

/** A name or a file name with a byte in it. */
const about = (name: string | Buffer, fileName?: string | Buffer): Buffer =>
  Buffer.concat(
    ['name="', name, '"', ...(fileName === undefined ? [] : ['; filename="', fileName, '"'])].map((text) =>
      Buffer.from(text as string),
    ),
  );

describe('text that is not UTF-8 is rejected', () => {
  test.each([
    ['a value', part(about('a'), NOT_UTF_8)],
    ['a name', part(about(NOT_UTF_8), 'x')],
    ['the name of a file', part(about('a', NOT_UTF_8), 'x')],
  ])('%s', async (_, wrong) => {
    const others = [part(about('\ufffd'), 'x\ufffd'), part(about('file', 'f'), Buffer.from([0xff, 0]))];
    for (const form of [[wrong], [...others, wrong], [wrong, ...others]]) {
      const reading = read(...form);
      await expect(reading).rejects.toThrow(MultipartError);
      await expect(reading).rejects.toThrow('The multipart form has text that is not UTF-8.');
    }
  });
});

test('text that has a replacement character of its own is taken as it is', async () => {
  const { texts, files } = await read(
    part(about('\ufffda'), '\ufffd\ufffd'),
    part(about('b'), 'é\ufffd€'),
    part(about('c\ufffd', 'd\ufffd'), NOT_UTF_8),
    part(about('b'), 'é\ufffd€'),
  );
  expect(texts).toEqual([
    ['\ufffda', '\ufffd\ufffd'],
    ['b', 'é\ufffd€'],
    ['b', 'é\ufffd€'],
  ]);
  expect(files).toEqual([['c\ufffd', { name: 'd\ufffd', type: 'text/plain', data: NOT_UTF_8 }]]);
});

test.each([
  ['no form', Buffer.from('hello')],
  ['a form without an end', part(about('a'), 'x')],
  ['a form of another boundary', Buffer.from('--c\r\n\r\n--c--\r\n')],
  ['lines that end without CR', Buffer.from('--b\nContent-Disposition: form-data; name="a"\n\nx\n--b--\n')],
])('%s is rejected without its text', async (_, body) => {
  await expect(decodeMultipart(type, body)).rejects.toThrow(
    'The multipart form cannot be read; does it use the boundary of its Content-Type?',
  );
});
