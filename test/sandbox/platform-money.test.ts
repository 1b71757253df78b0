/** Whatever a platform and its account do in whatever order, the money of both adds up, and nothing is a defect. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Api, apiAt, moneyOf, type Reply } from '../helpers/api.ts';
import { testSandbox } from '../helpers/sandbox.ts';

const sandbox = testSandbox();
const DAY = 86_400;

/** What a step works with; steps choose among what there is by a number. */
interface Business {
  readonly platform: Api;
  readonly account: Api;
  readonly id: string;
}

const one = async (api: Api, path: string, choice: number): Promise<Reply> => {
  const { data } = await api.get(path, { limit: 100 });
  return data.length === 0 ? { id: 'none', charge: 'none' } : data[choice % data.length];
};

type Step = (business: Business, choice: number) => Promise<unknown>;

const charge = (choice: number, more: object = {}) => ({
  amount: 500 + choice,
  currency: 'usd',
  source: ['tok_visa', 'tok_bypassPending', 'tok_createDispute'][choice % 3],
  ...more,
});

const STEPS: Readonly<Record<string, Step>> = {
  charge: ({ platform }, choice) => platform.post('/v1/charges', charge(choice)),
  direct: ({ account }, choice) =>
    account.post('/v1/charges', charge(choice, { application_fee: choice % 50, capture: choice % 4 > 0 })),
  destination: ({ platform, id }, choice) =>
    platform.post('/v1/charges', charge(choice, { destination: id, application_fee: 1 + (choice % 50) })),
  capture: async ({ account }, choice) => {
    const { id } = await one(account, '/v1/charges', choice);
    return account.post(`/v1/charges/${id}/capture`, { amount: 100 + choice, application_fee: choice % 60 });
  },
  refund: async (business, choice) => {
    const api = choice % 2 === 0 ? business.platform : business.account;
    const { id, application_fee: fee, transfer } = await one(api, '/v1/charges', choice);
    return api.post('/v1/refunds', {
      charge: id,
      ...(choice % 3 === 0 && { amount: 1 + (choice % 400) }),
      ...(fee && choice % 5 < 3 && { refund_application_fee: true }),
      ...(transfer && choice % 7 < 4 && { reverse_transfer: true }),
    });
  },
  feeRefund: async ({ platform }, choice) => {
    const { id } = await one(platform, '/v1/application_fees', choice);
    return platform.post(
      `/v1/application_fees/${id}/refunds`,
      choice % 2 === 0 ? {} : { amount: 1 + (choice % 30) },
    );
  },
  transfer: ({ platform, id }, choice) =>
    platform.post('/v1/transfers', { amount: 1 + choice, currency: 'usd', destination: id }),
  payOut: ({ account }, choice) =>
    account.post('/v1/transfers', {
      amount: 1 + choice,
      currency: 'usd',
      destination: 'default_for_currency',
    }),
  reverse: async ({ platform }, choice) => {
    const { id } = await one(platform, '/v1/transfers', choice);
    return platform.post(`/v1/transfers/${id}/reversals`, {
      ...(choice % 2 === 0 && { amount: 1 + (choice % 300) }),
      refund_application_fee: choice % 3 === 0,
    });
  },
  cancel: async ({ account }, choice) => {
    const { id } = await one(account, '/v1/transfers', choice);
    return account.post(`/v1/transfers/${id}/cancel`);
  },
  dispute: async ({ platform, account }, choice) => {
    const api = choice % 2 === 0 ? platform : account;
    const { id } = await one(api, '/v1/disputes', choice);
    const uncategorized_text = ['winning_evidence', 'losing_evidence', 'Look'][choice % 3];
    return api.post(`/v1/disputes/${id}`, { evidence: { uncategorized_text } });
  },
  wait: ({ platform }, choice) => platform.post('/_sandbox/clock', { advance: (choice % 4) * DAY + 1 }),
};

test('the money of a platform and of its account adds up', async () => {
  const step = fc.tuple(fc.constantFrom(...Object.keys(STEPS)), fc.nat(2000));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
      const platform = apiAt(sandbox.url);
      const { id } = await platform.post('/v1/accounts', { managed: true });
      await platform.post(`/v1/accounts/${id}`, {
        external_account: {
          object: 'bank_account',
          country: 'US',
          currency: 'usd',
          // The bank of this one sends all money back.
          account_number: '000111111116',
          routing_number: '110000000',
        },
      });
      const business = { platform, account: platform.on(id), id };
      for (const [name, choice] of steps) {
        await STEPS[name]!(business, choice).catch(({ statusCode }) =>
          expect([400, 402, 404]).toContain(statusCode),
        );
      }
      await moneyOf(platform);
      await moneyOf(business.account);
      await platform.post('/_sandbox/clock', { advance: 30 * DAY });
      const [all, theirs] = [await moneyOf(platform), await moneyOf(business.account)];
      for (const [api, sum] of [
        [platform, all],
        [business.account, theirs],
      ] as const) {
        const { available, pending } = await api.get('/v1/balance');
        expect([available[0].amount, pending[0].amount]).toEqual([sum['usd'], 0]);
      }
    }),
    { numRuns: 8 },
  );
});
