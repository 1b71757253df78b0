/** What the tests of billing share. */
import { afterAll, expect } from '@jest/globals';
import { accounts, card, type Loose, type TestAccount } from '../helpers.ts';

export const HOUR = 3600;
export const DAY = 86_400;

/** When all accounts of these tests begin; their time passes only when it is let. */
export const START = '2027-01-31T10:11:12';

/** A sandbox in which nothing may go wrong unnoticed while time passes. */
export function billingSandbox(): ReturnType<typeof accounts> {
  const defects: unknown[] = [];
  const sandbox = accounts({ now: () => moment(START), log: (error) => defects.push(error) });
  afterAll(() => expect(defects).toEqual([]));
  return sandbox;
}

/** A moment by its date, in UTC and Unix seconds. */
export const moment = (date: string): number => Date.parse(`${date}Z`) / 1000;

/** The date and time of a moment, in UTC. */
export const dateOf = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19);

/** Makes a plan: ten dollars a month unless told otherwise. */
export function makePlan({ call }: TestAccount, fields: object = {}): Promise<Loose> {
  return call('POST', '/v1/plans', {
    id: 'gold',
    amount: 1000,
    currency: 'usd',
    interval: 'month',
    name: 'Gold',
    ...fields,
  });
}

/** Makes a customer with a good card, or with the one of a number. */
export function makeCustomer({ call }: TestAccount, number?: string, fields: object = {}): Promise<Loose> {
  return call('POST', '/v1/customers', { source: card(number), ...fields });
}

/** Gives a customer another default card. */
export function giveCard({ call }: TestAccount, customer: string, number?: string): Promise<Loose> {
  return call('POST', `/v1/customers/${customer}`, { source: card(number) });
}

/** The number of a card that is taken, and declined whenever it is charged. */
export const DECLINED = '4000000000000341';

/** The time of the account. */
export async function clock({ call }: TestAccount): Promise<number> {
  const { now } = await call('POST', '/_sandbox/clock', { advance: 0 });
  return now;
}

/** Lets time pass until a moment. */
export async function reach(account: TestAccount, seconds: number): Promise<void> {
  await account.advance(seconds - (await clock(account)));
}

/** The invoices of a customer, oldest first. */
export async function invoicesOf({ call }: TestAccount, customer: string): Promise<Loose[]> {
  const { data } = await call('GET', '/v1/invoices', { customer, limit: 100 });
  return data.reverse();
}

/** The types of the events since a moment, oldest first, without those of no interest here. */
export async function eventsSince({ call }: TestAccount, since: number): Promise<string[]> {
  const { data } = await call('GET', '/v1/events', { created: { gte: since }, limit: 100 });
  return data
    .map(({ type }: Loose) => type)
    .filter((type: string) => type !== 'balance.available')
    .reverse();
}
