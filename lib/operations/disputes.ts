/** Disputes: https://stripe.com/docs/api/disputes as of 2016-07-06. */
import {
  either,
  email,
  id,
  metadata,
  object,
  required,
  text,
  unsettable,
} from '#lib/parameters/parameters.ts';
import { operation } from './operation.ts';
import { paging, timeFilter } from './shared.ts';

const dispute = required(id('dp', 'The dispute.'));

const words = (description: string) => unsettable(text(description));
const upload = (description: string) =>
  unsettable(id('file', `${description}; the id of a file upload of the purpose dispute_evidence.`));

/** What can be shown to the bank. */
const evidence = object(
  {
    access_activity_log: words('Log of the customer’s use of what was bought.'),
    billing_address: words('The billing address the customer gave.'),
    cancellation_policy: upload('The cancellation policy as shown to the customer'),
    cancellation_policy_disclosure: words('How and when the customer was shown the cancellation policy.'),
    cancellation_rebuttal: words('Why the subscription was not canceled.'),
    customer_communication: upload('Messages of the customer that bear on the case'),
    customer_email_address: unsettable(email('The customer’s e-mail address.')),
    customer_name: words('The customer’s name.'),
    customer_purchase_ip: words('The IP address that the purchase was made from.'),
    customer_signature: upload('A document signed by the customer'),
    duplicate_charge_documentation: upload('Documents of the earlier charge, e.g. its receipt'),
    duplicate_charge_explanation: words('How the disputed charge differs from the earlier one.'),
    duplicate_charge_id: unsettable(id('ch', 'The earlier charge, which looks like a duplicate.')),
    product_description: words('The product that was sold, and how it was presented.'),
    receipt: upload('The receipt or notice that the customer was sent'),
    refund_policy: upload('The refund policy as shown to the customer'),
    refund_policy_disclosure: words('How and when the customer was shown the refund policy.'),
    refund_refusal_explanation: words('Why the customer is not entitled to a refund.'),
    service_date: words('When the customer received the service.'),
    service_documentation: upload('Proof that the service was provided'),
    shipping_address: words('Where the goods were sent.'),
    shipping_carrier: words('Who delivered the goods, e.g. USPS.'),
    shipping_date: words('When the goods were sent.'),
    shipping_documentation: upload('Proof that the goods were sent'),
    shipping_tracking_number: words('The tracking number of the goods.'),
    uncategorized_file: upload('Any other evidence'),
    uncategorized_text: words('Any other evidence.'),
  },
  'The evidence against the dispute, which is submitted for review.',
  { example: { product_description: 'Comfortable cotton t-shirt', shipping_carrier: 'USPS' } },
);

export const retrieve = operation(
  'GET',
  '/v1/disputes/{dispute}',
  { description: 'Retrieves a dispute.', returns: 'dispute' },
  { dispute },
);

export const update = operation(
  'POST',
  '/v1/disputes/{dispute}',
  { description: 'Submits evidence against a dispute, or updates its metadata.', returns: 'dispute' },
  { dispute, evidence, metadata: metadata() },
);

export const close = operation(
  'POST',
  '/v1/disputes/{dispute}/close',
  { description: 'Accepts a dispute: it is lost, which cannot be undone.', returns: 'dispute' },
  { dispute },
);

export const list = operation(
  'GET',
  '/v1/disputes',
  { description: 'Lists disputes, newest first.', returns: 'dispute', list: true },
  { ...paging, created: timeFilter('Only disputes opened then.') },
);

const charge = required(id('ch', 'The charge that is disputed.', { example: 'ch_14zjDP2eZvKYlo2C' }));
const superseded = 'Disputes are called by their own ids since 2015.';

export const retrieveOfCharge = operation(
  'GET',
  '/v1/charges/{charge}/dispute',
  { description: 'Retrieves the dispute of a charge.', returns: 'dispute', deprecated: superseded },
  { charge },
);

export const updateOfCharge = operation(
  'POST',
  '/v1/charges/{charge}/dispute',
  {
    description: 'Submits evidence against the dispute of a charge.',
    returns: 'dispute',
    deprecated: superseded,
  },
  {
    charge,
    evidence: either(
      evidence,
      words('Before 2014-12-08: all evidence in one text.'),
      'The evidence against the dispute; a single text before 2014-12-08. Whatever is given is submitted for review.',
    ),
    metadata: metadata(),
  },
);

export const closeOfCharge = operation(
  'POST',
  '/v1/charges/{charge}/dispute/close',
  {
    description: 'Accepts the dispute of a charge: it is lost, which cannot be undone.',
    returns: 'dispute',
    deprecated: superseded,
  },
  { charge },
);
