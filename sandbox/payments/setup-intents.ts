/** Operations of SetupIntents. */

import * as intents from '#lib/operations/setup-intents.ts';
import type { Call } from '#sandbox/engine/call.ts';
import { implement } from '#sandbox/engine/define.ts';
import { customer } from '#sandbox/payments/objects/customers.ts';
import { type SetupIntent, setupIntent } from '#sandbox/payments/objects/setup-intents.ts';
import { chargeSharing } from './charge-sharing.ts';
import { chosenMethod } from './choose-method.ts';
import { confirmSetup } from './confirm-setup.ts';
import { methodTypesFor } from './method-types.ts';
import { unexpectedState } from './unexpected-state.ts';

export const create = implement(intents.create, (call, wanted) => {
  const { confirm = false, on_behalf_of, usage = 'off_session' } = wanted;
  const payer = wanted.customer === undefined ? null : call.find(customer, wanted.customer).id;
  if (on_behalf_of !== undefined) {
    call.use(chargeSharing).checkOnBehalfOf(call, on_behalf_of);
  }
  const types = methodTypesFor(call, wanted);
  const method = chosenMethod(call, wanted, payer);
  const id = call.newId(setupIntent);
  const made = call.create(setupIntent, {
    ...types,
    id,
    cancellation_reason: null,
    client_secret: `${id}_secret_${call.account.random.text(25)}`,
    customer: payer,
    description: wanted.description ?? null,
    failure: null,
    metadata: call.metadata(wanted.metadata),
    on_behalf_of: on_behalf_of ?? null,
    payment_method: method?.id ?? null,
    status: method === undefined ? 'requires_payment_method' : 'requires_confirmation',
    usage,
  });
  call.announce('setup_intent.created', made);
  return confirm ? confirmSetup(call, made, {}) : made;
});

export const retrieve = implement(intents.retrieve, (call, { intent: id }) => find(call, id));

export const update = implement(intents.update, (call, { intent: id, description, metadata, ...wanted }) => {
  const current = find(call, id);
  if (!CHANGEABLE.includes(current.status) && Object.keys(wanted).length > 0) {
    throw unexpectedState(call, current, 'updated');
  }
  const payer = wanted.customer === undefined ? current.customer : call.find(customer, wanted.customer).id;
  const method = chosenMethod(call, wanted, payer);
  return call.change(setupIntent, current, {
    customer: payer,
    description,
    metadata: call.metadata(metadata, current.metadata),
    ...(method !== undefined && { payment_method: method.id, status: 'requires_confirmation' }),
  });
});

export const confirm = implement(intents.confirm, (call, { intent: id, ...choice }) =>
  confirmSetup(call, find(call, id), choice),
);

export const cancel = implement(intents.cancel, (call, { intent: id, cancellation_reason }) => {
  const current = find(call, id);
  if (!CHANGEABLE.includes(current.status)) {
    throw unexpectedState(call, current, 'canceled');
  }
  const canceled = call.change(setupIntent, current, {
    cancellation_reason: cancellation_reason ?? null,
    status: 'canceled',
  });
  call.announce('setup_intent.canceled', canceled);
  return canceled;
});

export const list = implement(intents.list, (call, { customer: payer, payment_method, ...paging }) =>
  call.page(setupIntent, paging, { customer: payer, payment_method }),
);

/** The statuses in which a SetupIntent can be updated and canceled: before it has succeeded. */
const CHANGEABLE: readonly string[] = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

function find(call: Call, id: string): SetupIntent {
  return call.find(setupIntent, id, 'intent');
}
