/** Ten things that somebody wants done, each reached by what the tools tell alone. */
import { expect } from '@jest/globals';
import type { Client } from '@modelcontextprotocol/client';
import { type Called, callTool } from '../../../helpers/mcp.ts';

const DAY = 86_400;
const MONTH = 32 * DAY;

/** An agent that knows the tools by their list, and calls them. */
export class Agent {
  readonly #client: Client;
  #offered: ReadonlySet<string> = new Set();
  #keys = 0;

  constructor(client: Client) {
    this.#client = client;
  }

  async list(): Promise<void> {
    const { tools } = await this.#client.listTools();
    this.#offered = new Set(tools.map(({ name }) => name));
  }

  /** Calls a tool, or the operation that a search finds first. */
  async try(name: string, args: object = {}): Promise<Called> {
    if (this.#offered.has(name)) {
      return callTool(this.#client, name, args);
    }
    const [found] = (await this.do('find_operations', { query: name })).found;
    expect(found.operation).toBe(name);
    return callTool(this.#client, found.call_with, { operation: name, arguments: args });
  }

  /** The same, where it has to go well. */
  async do(name: string, args: object = {}): Promise<Called['value']> {
    const { isError, value, text } = await this.try(name, args);
    expect(isError ? text : '').toBe('');
    return value;
  }

  /** All objects of a list, page by page. */
  async all(name: string, args: object = {}): Promise<Called['value'][]> {
    const found: Called['value'][] = [];
    let cursor: string | undefined;
    do {
      const page = await this.do(name, { ...args, ...(cursor !== undefined && { starting_after: cursor }) });
      found.push(...page.data);
      cursor = page.next_cursor;
    } while (cursor !== undefined);
    return found;
  }

  /** A key that was not used before. */
  key(): { idempotency_key: string } {
    this.#keys += 1;
    return { idempotency_key: `goal ${process.pid} ${this.#keys}` };
  }

  async customer(args: object = {}): Promise<string> {
    return (await this.do('create_customer', { source: 'tok_visa', ...args })).id;
  }

  async plan(id: string, amount: number): Promise<string> {
    await this.do('create_plan', { id, amount, currency: 'usd', interval: 'month', name: id });
    return id;
  }

  async subscribe(customer: string, plan: string): Promise<string> {
    return (await this.do('create_subscription', { customer, plan, ...this.key() })).id;
  }

  /** Makes a card that fails when it is charged the customer's default. */
  async breakCard(customer: string): Promise<void> {
    const { id } = await this.do('create_card', { customer, source: 'tok_chargeCustomerFail' });
    await this.do('update_customer', { customer, default_source: id });
  }

  advance(seconds: number): Promise<Called['value']> {
    return this.do('advance_sandbox_clock', { advance: seconds });
  }
}

/** What is wanted, and how it is done. */
export const GOALS: Readonly<Record<string, (agent: Agent) => Promise<void>>> = {
  'refund the customer of the last failed renewal': async (agent) => {
    const plan = await agent.plan('gold', 900);
    const customer = await agent.customer({ description: 'renews no more' });
    await agent.subscribe(await agent.customer(), plan);
    await agent.subscribe(customer, plan);
    await agent.breakCard(customer);
    await agent.advance(MONTH);

    const failed = await agent.do('list_events', { type: 'invoice.payment_failed', limit: 1 });
    const whose = failed.data[0].data.object.customer;
    expect(whose).toBe(customer);
    const charges = await agent.all('list_charges', { customer: whose });
    const paid = charges.find((charge) => charge.paid && !charge.refunded);
    const refund = await agent.do('create_refund', { charge: paid.id, ...agent.key() });
    expect(refund.amount).toBe(900);
    expect(await agent.do('retrieve_charge', { charge: paid.id })).toMatchObject({ refunded: true });
  },

  'move all customers from one plan to another': async (agent) => {
    const old = await agent.plan('silver-2015', 500);
    const plan = await agent.plan('silver-2016', 700);
    for (let index = 0; index < 12; index += 1) {
      await agent.subscribe(await agent.customer(), old);
    }
    const subscriptions = await agent.all('list_subscriptions', { plan: old, fields: ['id'] });
    expect(subscriptions).toHaveLength(12);
    for (const { id } of subscriptions) {
      await agent.do('update_subscription', { subscription: id, plan, prorate: false, ...agent.key() });
    }
    expect(await agent.all('list_subscriptions', { plan: old })).toEqual([]);
    expect(await agent.all('list_subscriptions', { plan })).toHaveLength(12);
  },

  'find out why a payment was declined, and retry with another card': async (agent) => {
    const customer = await agent.customer();
    await agent.breakCard(customer);
    const charge = { amount: 1_500, currency: 'usd', customer };
    const { isError, value } = await agent.try('create_charge', { ...charge, ...agent.key() });
    expect(isError).toBe(true);
    const declined = await agent.do('retrieve_charge', { charge: value.error.charge });
    expect(declined).toMatchObject({ paid: false, failure_code: 'card_declined' });
    const [newest, other] = (await agent.do('list_cards', { customer })).data;
    expect(declined.source.id).toBe(newest.id);
    const paid = await agent.do('create_charge', { ...charge, source: other.id, ...agent.key() });
    expect(paid).toMatchObject({ paid: true, amount: 1_500 });
  },

  'cancel a subscription at the end of its period': async (agent) => {
    const customer = await agent.customer();
    const subscription = await agent.subscribe(customer, await agent.plan('bronze', 300));
    const canceled = await agent.do('cancel_subscription', { subscription, at_period_end: true });
    expect(canceled).toMatchObject({ status: 'active', cancel_at_period_end: true });
    await agent.advance(MONTH);
    expect(await agent.do('retrieve_subscription', { subscription })).toMatchObject({ status: 'canceled' });
    expect(await agent.all('list_invoices', { customer })).toHaveLength(1);
  },

  'give a customer a quarter off the next invoices': async (agent) => {
    const customer = await agent.customer();
    await agent.subscribe(customer, await agent.plan('iron', 2_000));
    const coupon = await agent.do('create_coupon', {
      percent_off: 25,
      duration: 'repeating',
      duration_in_months: 3,
    });
    await agent.do('update_customer', { customer, coupon: coupon.id });
    expect(await agent.do('retrieve_upcoming_invoice', { customer })).toMatchObject({ amount_due: 1_500 });
  },

  'find a customer by the e-mail address, and change the default card': async (agent) => {
    const customer = await agent.customer({ email: 'wanted@example.com' });
    for (let index = 0; index < 11; index += 1) {
      await agent.customer({ email: `other-${index}@example.com` });
    }
    const customers = await agent.all('list_customers', { fields: ['email'] });
    const { id } = customers.find(({ email }) => email === 'wanted@example.com');
    expect(id).toBe(customer);
    const card = await agent.do('create_card', { customer: id, source: 'tok_mastercard' });
    const updated = await agent.do('update_customer', { customer: id, default_source: card.id });
    expect(updated.default_source).toBe(card.id);
  },

  'explain the balance': async (agent) => {
    await agent.do('create_charge', { amount: 1_000, currency: 'usd', source: 'tok_visa', ...agent.key() });
    const other = { amount: 2_000, currency: 'usd', source: 'tok_visa', ...agent.key() };
    const { id } = await agent.do('create_charge', other);
    await agent.do('create_refund', { charge: id, amount: 500, ...agent.key() });
    const transactions = await agent.all('list_balance_transactions', { fields: ['net', 'type'] });
    expect(transactions.map(({ type }) => type).sort()).toEqual(['charge', 'charge', 'refund']);
    const sum = transactions.reduce((total, { net }) => total + net, 0);
    const { pending } = await agent.do('retrieve_balance');
    expect(pending).toEqual([expect.objectContaining({ amount: sum, currency: 'usd' })]);
  },

  'answer a dispute': async (agent) => {
    const disputed = { amount: 4_000, currency: 'usd', source: 'tok_createDispute', ...agent.key() };
    await agent.do('create_charge', disputed);
    const [dispute] = (await agent.do('list_disputes')).data;
    expect(dispute.status).toBe('needs_response');
    const evidence = { uncategorized_text: 'winning_evidence' };
    await agent.do('update_dispute', { dispute: dispute.id, evidence });
    await agent.advance(DAY);
    expect(await agent.do('retrieve_dispute', { dispute: dispute.id })).toMatchObject({ status: 'won' });
  },

  'hold an amount, and take a part of it': async (agent) => {
    const customer = await agent.customer();
    const hold = { amount: 5_000, currency: 'usd', customer, capture: false, ...agent.key() };
    const { id } = await agent.do('create_charge', hold);
    expect((await agent.do('retrieve_charge', { charge: id })).captured).toBe(false);
    await agent.do('capture_charge', { charge: id, amount: 3_000, ...agent.key() });
    const taken = await agent.do('retrieve_charge', { charge: id });
    expect(taken.amount - taken.amount_refunded).toBe(3_000);
  },

  'collect an overdue invoice with a new card': async (agent) => {
    const customer = await agent.customer();
    await agent.subscribe(customer, await agent.plan('lead', 800));
    await agent.breakCard(customer);
    await agent.advance(MONTH);
    const invoices = await agent.all('list_invoices', { customer });
    const due = invoices.find(({ attempted, paid }) => attempted && !paid);
    const card = await agent.do('create_card', { customer, source: 'tok_visa' });
    await agent.do('update_customer', { customer, default_source: card.id });
    const paid = await agent.do('pay_invoice', { invoice: due.id, ...agent.key() });
    expect(paid).toMatchObject({ paid: true, amount_due: 800 });
    const subscriptions = await agent.all('list_subscriptions', { customer });
    expect(subscriptions.map(({ status }) => status)).toEqual(['active']);
  },
};
