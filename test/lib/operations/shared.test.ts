import { describe, expect, test } from '@jest/globals';
import { trialEnd } from '#lib/operations/shared.ts';
import { tokenOrBankAccount, tokenOrCardOrBankAccount } from '#lib/operations/source-fields.ts';
import { check } from '#lib/parameters/check.ts';
import { file } from '#lib/parameters/parameters.ts';

const source = tokenOrCardOrBankAccount('A source.');
const card = { number: '4242424242424242', exp_month: 12, exp_year: 2030 };
const bankAccount = { country: 'US', currency: 'usd', account_number: '000123456789' };

describe('a token, a card or a bank account', () => {
  test.each([
    ['a token', 'tok_visa'],
    ['a card', card],
    ['a card that says so', { object: 'card', ...card }],
    ['a bank account', bankAccount],
    ['a bank account that says so', { object: 'bank_account', ...bankAccount }],
  ])('takes %s', (_, value) => {
    expect(check(source, value)).toEqual({ value });
  });

  test.each([
    ['a card', { object: 'card', number: '4242424242424242', exp_month: 12 }, ['exp_year']],
    ['a bank account', { object: 'bank_account', country: 'US', currency: 'usd' }, ['account_number']],
    ['a bank account known by its number', { account_number: '1', currency: 'usd' }, ['country']],
    ['a card with a field too many', { ...card, colour: 'red' }, ['colour']],
  ])('names what is wrong with %s, and nothing of the other form', (_, value, paths) => {
    expect(check(source, value).problems?.map(({ path }) => path.join('.'))).toEqual(paths);
  });

  test.each([[{ object: 'cow' }], [[]], [true], ['']])('refuses %j as a whole', (value) => {
    expect(check(source, value).problems).toMatchObject([{ path: [], code: 'parameter_invalid' }]);
  });

  test('is secret', () => {
    expect(source.secret).toBe(true);
  });

  test('needs no currency where a bank account is meant', () => {
    const { currency, ...rest } = bankAccount;
    expect(check(tokenOrBankAccount('A bank account.'), rest)).toEqual({ value: rest });
  });
});

describe('the end of a trial', () => {
  test.each([
    ['now', 'now'],
    [1467763200, 1467763200],
    ['1467763200', 1467763200],
  ])('%j is taken', (given, value) => {
    expect(check(trialEnd, given)).toEqual({ value });
  });

  test.each([['later'], [1.5], [{}]])('%j is refused', (given) => {
    expect(check(trialEnd, given).problems).toHaveLength(1);
  });
});

describe('a file', () => {
  const upload = file('A file.', { maxSize: 5 });
  const data = Buffer.from('Hello');

  test.each([
    ['base64', 'SGVsbG8=', { name: 'upload', type: 'application/octet-stream', data }],
    ['base64 on several lines', 'SGVs\nbG8=\n', { name: 'upload', type: 'application/octet-stream', data }],
    ['a data: URL', 'data:text/plain;base64,SGVsbG8=', { name: 'upload', type: 'text/plain', data }],
    [
      'a file with a name',
      { name: 'a.txt', type: 'text/plain', data: 'SGVsbG8=' },
      { name: 'a.txt', type: 'text/plain', data },
    ],
  ])('takes %s', (_, given, value) => {
    expect(check(upload, given)).toEqual({ value });
  });

  test.each([
    ['no base64', 'Hello, world!'],
    ['nothing', ''],
    ['too much', Buffer.from('Hello!').toString('base64')],
    ['a name that breaks out of its header', { name: 'a"\r\nX: y', data: 'SGVsbG8=' }],
    ['a file without data', { name: 'a.txt' }],
    ['a number', 5],
  ])('refuses %s', (_, given) => {
    expect(check(upload, given).problems).toHaveLength(1);
  });
});
