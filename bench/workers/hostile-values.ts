/** What fills a body of 1 MB and is as bad as it can be: values as JSON, and forms. */

/** Somewhat less than a body may have, for what stands around a value; many numbers divide it. */
const SIZE = 1_008_000;

const filled = (size: number, value: (at: number) => string) =>
  Array.from({ length: size }, (_, at) => value(at));
const text = (piece: string) => `"${piece.repeat(SIZE / piece.length)}"`;
const list = (item: (at: number) => string, length: number) =>
  `[${filled(SIZE / (length + 1) - 1, item).join()}]`;
const dictionary = (size: number, value = '1', name: (at: number) => string = (at) => `k${at}`) =>
  `{${filled(size, (at) => `"${name(at)}":${value}`).join()}}`;
const asText = (json: string) => JSON.stringify(json);

/** Dictionaries, which stand as a value, and as all the arguments as well. */
export const DICTIONARIES: ReadonlyMap<string, string> = new Map([
  ['many keys', dictionary(80_000)],
  ['numbers for keys', dictionary(75_000, '1', (at) => `${at}`)],
  ['keys with empty values', dictionary(75_000, '""')],
  ['keys with null', dictionary(70_000, 'null')],
  ['a long key', `{${text('k')}:1}`],
  ['a key of control characters', `{"${'\\u0001'.repeat(SIZE / 6)}":1}`],
  ['keys of control characters', dictionary(1_600, '1', (at) => `${'\\u0001'.repeat(100)}${at}`)],
]);

/** JSON of values, by what they are. */
export const VALUES: ReadonlyMap<string, string> = new Map([
  ...DICTIONARIES,
  ['commas in a text', text('a,')],
  ['URLs in a text', text('https:a,')],
  ['letters', text('a')],
  ['digits', text('4')],
  ['digits with blanks', text('4 ')],
  ['blanks', text(' ')],
  ['hyphens', text('-')],
  ['a text of control characters', `"${'\\u0001'.repeat(SIZE / 6)}"`],
  ['base64 with blanks', `"data:text/plain;base64,${'YQ '.repeat(SIZE / 3)}"`],
  ['numbers in a list', list(() => '1', 1)],
  ['numbers in a list, after an escaped letter', `["\\u0041",${list(() => '1', 1).slice(1)}`],
  ['different numbers in a list', list((at) => `${100_000 + at}`, 6)],
  ['texts in a list', list(() => '"a"', 3)],
  ['dictionaries in a list', list(() => '{}', 2)],
  ['lists in a list', list(() => '[]', 2)],
  ['pairs of keys and values', list(() => '{"key":"k","value":"v"}', 23)],
  ['a thousand long texts', list(() => `"${'a'.repeat(SIZE / 1_000 - 3)}"`, SIZE / 1_000 - 1)],
  ['a thousand dictionaries', `[${filled(1_000, () => dictionary(100)).join()}]`],
  ['lists within lists', `${'['.repeat(SIZE / 2)}${']'.repeat(SIZE / 2)}`],
  ['a list in a text', asText(list(() => '1', 1))],
  ['a dictionary in a text', asText(dictionary(65_000))],
  ['brackets in a text', text('[')],
]);

/** Forms, which have at most 10,000 fields. */
export const FORMS: ReadonlyMap<string, string> = new Map([
  ['a form of many fields', filled(10_000, (at) => `k${at}=${'v'.repeat(90)}`).join('&')],
  ['a form of one field again and again', filled(10_000, () => `k=${'v'.repeat(90)}`).join('&')],
  ['a form of one list', filled(10_000, (at) => `expand[]=${at}`).join('&')],
  ['a form of one dictionary', filled(10_000, (at) => `metadata[k${at}]=${'v'.repeat(80)}`).join('&')],
  ['a form of deep fields', filled(10_000, (at) => `a[b][c][d][e][f][g][h][k${at}]=v`).join('&')],
  ['a form of a long name', `${'k'.repeat(SIZE)}=1`],
  ['a form of brackets', `a${'[b]'.repeat(SIZE / 3)}=1`],
  ['a form of encoded bytes', `description=${'%41'.repeat(SIZE / 3)}`],
  ['a form of ampersands', '&'.repeat(SIZE)],
]);
