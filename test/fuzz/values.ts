/** Values that callers should not send, and some that they should, generated from what a parameter declares. */
import fc from 'fast-check';
import { isObject } from '#lib/http/json-object.ts';
import type { Parameter } from '#lib/parameters/parameters.ts';
import { withKeys } from '../helpers/well-formed.ts';

/** Texts that mean something to somebody on the way: paths, headers, forms, prototypes, numbers, Unicode. */
const TEXTS = [
  '',
  ' ',
  '.',
  '..',
  '../..',
  '/../v1/account',
  '..%2f..',
  '%2e%2e',
  '%252E%252e',
  '.%2E',
  '%2f',
  'a/b',
  'a\\b',
  'a?b=c',
  'a#b',
  'a&b=c',
  'a;b',
  'a%',
  'a%zz',
  '%00',
  'x\r\nX-Injected: 1',
  'x\nX-Injected: 1',
  'x\r\n\r\nGET / HTTP/1.1',
  '\u0000',
  '\u007f',
  '\u0085',
  '\u2028',
  '\u202e',
  '\ufeff',
  '\ud800',
  'a\udfff',
  '\ude00\ud83d',
  '😀',
  'e\u0301',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  '[object Object]',
  'a[b]',
  'a[]=1',
  ']',
  '"',
  "' OR 1=1",
  '<script>alert(1)</script>',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a text, and meant to look like this.
  '${jndi:ldap://x}',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-0',
  '1e309',
  '0x10',
  '1_000',
  '１２',
  '9'.repeat(30),
  `0.${'1'.repeat(40)}`,
  '1'.repeat(20_000),
  'a'.repeat(256),
  'ü'.repeat(5_001),
  'true',
  'yes',
  '2016-02-30',
  '{',
  '[{"a":',
  '{"__proto__":{"polluted":1}}',
  'data:text/plain;base64,SGVsbG8',
  'data:;base64,====',
  'SGVsb',
];

const NUMBERS = [0, -0, -1, 1.5, 1e21, 5e-324, 2 ** 31, 2 ** 53, -(2 ** 53) - 2, 1.7976931348623157e308];

/** Any text, well-formed or not. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units));

/** Text that is likely to do harm. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...TEXTS) },
  { weight: 1, arbitrary: anyText },
);

const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    hostileText,
    fc.constantFrom(...NUMBERS),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 4 }),
    fc
      .array(fc.tuple(hostileText, tie('json')), { maxLength: 4 })
      .map((pairs) => withKeys(pairs as [string, unknown][])),
  ),
}));

/** Any JSON value, of any type. */
export const anyJson: fc.Arbitrary<unknown> = json;

/** Values that are large or deep. */
export const huge: fc.Arbitrary<unknown> = fc.constantFrom(
  ...[
    () => Array.from({ length: 10_000 }, (_, index) => index),
    () => withKeys(Array.from({ length: 10_000 }, (_, index) => [`key${index}`, 'x'])),
    () => 'x'.repeat(200_000),
    () => nested(2_000),
  ].map((make) => make()),
);

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) {
    value = level % 2 === 0 ? { a: value } : [value];
  }
  return value;
}

/** A value for a parameter: its example, something near it, or something else entirely. */
export function valueFor(parameter: Parameter): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 3, arbitrary: hostileText },
    { weight: 2, arbitrary: anyJson },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(...NUMBERS, String(parameter.example)) },
    { weight: 2, arbitrary: near(parameter) },
  );
}

/** The example with something wrong inside, or around it. */
function near(parameter: Parameter): fc.Arbitrary<unknown> {
  const { example, fields } = parameter;
  const inside = Object.entries(fields ?? {});
  const around: fc.Arbitrary<unknown>[] = [
    fc.constant([example]),
    fc.constant({ value: example }),
    fc.constant(JSON.stringify(example)),
    hostileText.map((text) => (typeof example === 'string' ? example + text : text)),
    hostileText.map((text) => [example, text]),
    hostileText.map((key) => withKeys([[key, example]])),
  ];
  const within = inside.map(([name, field]) =>
    fc
      .oneof(hostileText, anyJson)
      .map((value) => withKeys([...(isObject(example) ? Object.entries(example) : []), [name, value]]))
      .chain((whole) => fc.constantFrom<unknown>(whole, JSON.stringify(whole), { [name]: field.example })),
  );
  return fc.oneof(...around, ...within);
}
