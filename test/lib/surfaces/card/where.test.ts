// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how attributes are written.
import { describe, expect, test } from '@jest/globals';
import type { CardView } from '#lib/surfaces/card/records.ts';
import { parseWhere, WhereError } from '#lib/surfaces/card/where.ts';

const card: CardView = {
  accountId: 'a1',
  current: true,
  error: 'Your card was declined.',
  failures: 2,
  id: '01M81QDDR49W5GCDSZCF1FS8SP',
  name: 'Business {1}',
  number: '4242',
  month: '9',
  submitted: '2026-11-22T13:34:01.476Z',
  year: '2030',
};

describe('a condition', () => {
  test.each([
    ['${accountId} = {a1}', true],
    ['${accountId} = {"a1"}', true],
    ['${accountId} = {A1}', false],
    ['${accountId} <> {a2}', true],
    ['${failures} > {1}', true],
    ['${failures} > {2}', false],
    ['${failures} >= {2} and ${failures} <= {2}', true],
    ['${failures} < {10}', true],
    ['${month} < {10}', true],
    ['${month} = {09}', true],
    ['${year} = {2030} AND ${month} <= {8}', false],
    ['${year} = {2030} AND (${month} <= {8} OR ${current} = {true})', true],
    ['${year} = {1} or ${year} = {2} or ${year} = {2030}', true],
    ['${year} = {2030} or ${year} = {1} and ${year} = {2}', true],
    ['not ${current} = {true}', false],
    ['not not ${current} = {true}', true],
    ['not (${current} = {false} or ${failures} = {3})', true],
    ['${failures} between {1} and {2}', true],
    ['${failures} between {1} and {2} and ${name} = {x}', false],
    ['${failures} in ({1}, {2}, {3})', true],
    ['${number} IN ({"1111"})', false],
    ['begins_with(${name}, {"Bus"})', true],
    ['contains(${error}, {declined})', true],
    ['contains(${error}, {DECLINED})', false],
    ['${name} = {"Business {1}"}', true],
    ['attribute_exists(${error}) and not attribute_not_exists(${name})', true],
    ['size(${name}) > {3}', true],
    ['SIZE(${name}) > {3}', true],
    ['BEGINS_WITH(${name}, {"Bus"}) AND Contains(${error}, {declined})', true],
    ['Attribute_Exists(${error}) AND NOT ATTRIBUTE_NOT_EXISTS(${name})', true],
    ['${failures} BETWEEN {1} AND {2}', true],
    ['${submitted} > {2026-11-22}', true],
    ['${submitted} > {2026-11-22T14:00:00Z}', false],
    ['${submitted} between {2026-01-01} and {2027-01-01}', true],
    ['${name}={constructor}', false],
    ['${name} <> {toString}', true],
    ['${name} = {}', false],
    ['  ( ( ${id} = {"01M81QDDR49W5GCDSZCF1FS8SP"} ) )  ', true],
  ])('%s is %s', (text, expected) => {
    expect(parseWhere(text).test(card)).toBe(expected);
  });
});

describe('what is refused', () => {
  test.each([
    '',
    '   ',
    'true',
    '1 = 1',
    '{1} = {1}',
    '${accountId}',
    '${accountId} =',
    '${accountId} = a1',
    '${accountId} = "a1"',
    '${accountId} = {a1',
    '${accountId} = {a1}}',
    '${accountId} == {a1}',
    '${accountId} = {a1} {a2}',
    '${accountId} = ${name}',
    '${accountId} = @{name}',
    '${accountId} = :_0',
    '#_0 = {a1}',
    'accountId = {a1}',
    '${pk} = {account#a2}',
    '${sk} = {x}',
    '${gs1pk} = {card#}',
    '${_type} = {Account}',
    '${stripeCardId} = {card_1}',
    '${stripeCustomerId} = {cus_1}',
    '${failed} = {x}',
    '${version} = {1}',
    '${__proto__} = {x}',
    '${constructor} = {x}',
    '${hasOwnProperty} = {x}',
    '${name.length} = {1}',
    '${name[0]} = {B}',
    '${ name} = {x}',
    '${} = {x}',
    '${${name}} = {x}',
    'attribute_type(${name}, {S})',
    'if_not_exists(${name}, {x})',
    'list_append(${name}, {x})',
    'constructor(${name}, {x})',
    'toString(${name})',
    'begins_with(${name}, {x}',
    'begins_with({x}, ${name})',
    'begins_with(${name})',
    'size(${name})',
    'size({abc}) = {3}',
    '${failures} > {many}',
    '${failures} > {}',
    '${failures} > {0x10}',
    '${failures} > {Infinity}',
    '${current} = {1}',
    '${current} = {yes}',
    '${submitted} > {soon}',
    '${failures} between {1}',
    '${failures} in {1}',
    '${failures} in ()',
    '(${current} = {true}',
    '${current} = {true})',
    '${current} = {true}; drop table',
    '${current} = {true} -- ',
    '${current} = {true} or',
    'or ${current} = {true}',
    'not',
    'SET ${name} = {x}',
    'REMOVE ${name}',
    '${name} = {x}\u0000',
    `${'('.repeat(30)}\${current} = {true}${')'.repeat(30)}`,
    `${'not '.repeat(50)}\${current} = {true}`,
    `${'${current} = {true} or '.repeat(90)}\${current} = {true}`,
    `\${name} = {${'x'.repeat(3000)}}`,
  ])('%s', (text) => {
    expect(() => parseWhere(text)).toThrow(WhereError);
  });

  test('is told by its place', () => {
    expect(() => parseWhere('${pk} = {x}')).toThrow(
      'has an unknown attribute at character 1; known attributes: accountId, current, error, failures, id, name, number, month, submitted, year',
    );
    expect(() => parseWhere('${name} ~ {x}')).toThrow('has a syntax error at character 9');
    expect(() => parseWhere('${failures} > {x}')).toThrow('needs a number at character 15');
    expect(() => parseWhere('${name} =')).toThrow(
      'ends too early: expected a value such as {"text"}, {1} or {true}',
    );
  });

  test('takes no time', () => {
    // Time of this process, not of others that the machine is busy with.
    const started = process.cpuUsage();
    for (const text of ['{"'.repeat(900), '${'.repeat(900), '('.repeat(1900), '{"x'.repeat(600)]) {
      expect(() => parseWhere(text)).toThrow(WhereError);
    }
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(500);
  });
});

test('what is logged of it holds no value', () => {
  expect(parseWhere('${name} = {"Jenny"} and size(${id}) in ({1}, {2})').redacted).toBe(
    '${name} = {…} and size ( ${id} ) in ( {…} , {…} )',
  );
});
