/** Creates a customer with a payment method in place of the card. */
import type { BridgeCalls, Unbridged } from '../../bridge.ts';
import type { Answer } from '../../client.ts';
import * as customers from '../../customers.ts';
import type { Values } from '../../parameters.ts';
import { kindOf, newMethod } from '../shared/given.ts';
import { customerAnswer } from '../shared/methods.ts';

export async function createCustomer(
  stripe: BridgeCalls,
  values: Values<typeof customers.createParameters>,
  unbridged: Unbridged,
): Promise<Answer> {
  const { source, card, ...others } = values;
  const given = source ?? card;
  if (given === undefined || kindOf(given) === 'other') {
    return unbridged();
  }
  const payment_method = await newMethod(stripe, given);
  const answer = await stripe.legacy(customers.create, {
    ...others,
    payment_method,
    invoice_settings: { default_payment_method: payment_method },
  });
  return customerAnswer(stripe, answer, others);
}
