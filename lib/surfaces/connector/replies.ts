/** The connector's responses: their fields and types. The manifest is generated from them. */

/** A field of a response. */
export interface Field {
  readonly summary: string;
  readonly description: string;
  readonly type: 'string' | 'int32' | 'integer' | 'boolean' | 'date-time' | 'strings';
  readonly enum?: readonly string[];
  /** The maximum number of values in a list. */
  readonly maxItems?: number;
  /** The path in Stripe's object, if it differs. */
  readonly from?: string;
}

/** A response: its name in the manifest, and its fields by path (`outcome.type`). */
export interface ReplySchema {
  readonly name: string;
  /** The kind of object, e.g. customer. */
  readonly noun: string;
  readonly fields: Readonly<Record<string, Field>>;
}

/** A response, or a part of it. */
export type Shown = { [name: string]: Shown | string | number | boolean | string[] | null };

/** Projects a Stripe object to a response: all fields of the schema and no others, `null` if Stripe has no value. */
export function project({ fields }: ReplySchema, object: Readonly<Record<string, unknown>>): Shown {
  const shown: Shown = {};
  for (const [path, { type, from = path }] of Object.entries(fields)) {
    const names = path.split('.');
    const last = names.pop()!;
    let node = shown;
    for (const name of names) {
      node[name] ??= {};
      node = node[name] as Shown;
    }
    node[last] = convert(type, valueAt(object, from)) ?? null;
  }
  return shown;
}

function valueAt(object: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], object);
}

/**
 * Converts a value to its field's type; `undefined` if that is impossible, because a response must match its manifest.
 */
function convert(type: Field['type'], value: unknown): string | number | boolean | string[] | undefined {
  switch (type) {
    case 'date-time':
      return typeof value === 'number' ? timeOf(value) : undefined;
    case 'string':
      return textOf(typeof value === 'object' ? (value as { id?: unknown } | null)?.id : value);
    case 'strings':
      return Array.isArray(value) ? value.map(textOf).filter((one) => one !== undefined) : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    default:
      return typeof value === 'number' ? value : undefined;
  }
}

function timeOf(seconds: number): string | undefined {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString().replace('.000Z', 'Z');
}

function textOf(value: unknown): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}

const text = (summary: string, description: string, details: Partial<Field> = {}): Field => ({
  type: 'string',
  summary,
  description,
  ...details,
});
const int32 = (summary: string, description: string): Field => ({ type: 'int32', summary, description });
const flag = (summary: string, description: string): Field => ({ type: 'boolean', summary, description });
const time = (summary: string, description: string): Field => ({ type: 'date-time', summary, description });

const id = text('Id', 'The unique identifier of the object.');
const currency = text('Currency', 'The three-letter ISO code of the currency, in lower case.');

/** The fields of a customer, in actions and in the trigger. */
const customerFields: ReplySchema['fields'] = {
  id,
  account_balance: int32(
    'Account Balance',
    'The balance that the customer owes, in the smallest currency unit; a negative amount is a credit.',
  ),
  created: time('Created', 'When the customer was created.'),
  currency: text('Currency', 'The three-letter ISO code of the currency that the customer is billed in.'),
  delinquent: flag('Delinquent', 'Whether the latest charge for an invoice of the customer has failed.'),
  description: text('Description', 'The description of the customer.'),
  discount: text('Discount', 'The coupon of the discount on all of the customer’s recurring charges.', {
    from: 'discount.coupon',
  }),
  email: text('Email', 'The e-mail address of the customer.'),
};

export const customer: ReplySchema = { name: 'Customer_Response', noun: 'customer', fields: customerFields };

export const newCustomer: ReplySchema = {
  name: 'ListCustomers_Response',
  noun: 'customer',
  fields: customerFields,
};

export const product: ReplySchema = {
  name: 'Product_Response',
  noun: 'product',
  fields: {
    id,
    active: flag('Active', 'Whether the product can be bought.'),
    caption: text('Caption', 'One line about the product, for customers.'),
    created: time('Created', 'When the product was created.'),
    description: text('Description', 'The name of the product, for customers.'),
    images: {
      type: 'strings',
      summary: 'Images',
      description: 'The URLs of up to 8 images of the product.',
      maxItems: 8,
    },
    name: text('Name', 'The name of the product, for customers.'),
    shippable: flag('Shippable', 'Whether the product is shipped.'),
    updated: time('Updated', 'When the product was last changed.'),
    url: text('URL', 'The URL of a public page about the product.'),
  },
};

export const newOrder: ReplySchema = {
  name: 'ListOrders_Response',
  noun: 'order',
  fields: {
    id,
    amount: int32('Amount', 'The total of the order, a positive integer in the smallest currency unit.'),
    amount_returned: {
      type: 'integer',
      summary: 'Amount Returned',
      description: 'The total amount returned, in the smallest currency unit.',
    },
    charge: text('Charge', 'The charge that paid for the order, if it has been paid.'),
    created: time('Created', 'When the order was created.'),
    currency,
    customer: text('Customer', 'The customer who ordered.'),
    email: text('Email', 'The e-mail address of the person who ordered.'),
    selected_shipping_method: text(
      'Selected Shipping Method',
      'The shipping method that was chosen for the order.',
    ),
    status: text('Status', 'The status of the order.', {
      enum: ['created', 'paid', 'canceled', 'fulfilled', 'returned'],
    }),
    updated: time('Updated', 'When the order was last changed.'),
  },
};

export const newCharge: ReplySchema = {
  name: 'ListCharges_Response',
  noun: 'charge',
  fields: {
    id,
    amount: int32('Amount', 'The amount charged, a positive integer in the smallest currency unit.'),
    amount_refunded: int32('Amount Refunded', 'The amount refunded, in the smallest currency unit.'),
    captured: flag('Captured', 'Whether the charge was captured.'),
    created: time('Created', 'When the charge was created.'),
    currency,
    customer: text('Customer', 'The customer who was charged.'),
    description: text('Description', 'The description of the charge.'),
    failure_code: text('Failure Code', 'The error code, if the charge failed.'),
    failure_message: text('Failure Message', 'The reason why the charge failed.'),
    invoice: text('Invoice', 'The invoice that the charge is for.'),
    order: text('Order', 'The order that the charge is for.'),
    'outcome.network_status': text('Network Status', 'The decision of the card network.', {
      enum: ['approved_by_network', 'declined_by_network', 'not_sent_to_network', 'reversed_after_approval'],
    }),
    'outcome.reason': text('Reason', 'The reason for the outcome.'),
    'outcome.risk_level': text('Risk Level', 'The estimated risk of the payment.'),
    'outcome.seller_message': text('Seller Message', 'The outcome in words, for the seller.'),
    'outcome.type': text('Type', 'The kind of outcome.', {
      enum: ['authorized', 'issuer_declined', 'blocked', 'invalid'],
    }),
    paid: flag('Paid', 'Whether the charge succeeded, or was authorised for later capture.'),
    receipt_email: text('Receipt Email', 'The e-mail address that the receipt goes to.'),
    receipt_number: text('Receipt Number', 'The number of the receipt.'),
    refunded: flag('Refunded', 'Whether the charge was fully refunded; false after a partial refund.'),
    statement_descriptor: text('Statement Descriptor', 'The text on the cardholder’s statement.'),
    status: text('Status', 'The status of the charge.', { enum: ['succeeded', 'pending', 'failed'] }),
  },
};

export const newInvoiceItem: ReplySchema = {
  name: 'ListInvoiceItems_Response',
  noun: 'invoice item',
  fields: {
    id,
    amount: int32('Amount', 'The amount of the invoice item, in the smallest currency unit.'),
    currency,
    customer: text('Customer', 'The customer who is billed.'),
    date: time('Date', 'When the invoice item was created.'),
    description: text('Description', 'The description of the item on the invoice.'),
    discountable: flag('Discountable', 'Whether discounts apply; always false for prorations.'),
    invoice: text('Invoice', 'The invoice of the item.'),
    plan: text('Plan', 'The plan of the subscription that was prorated; only for prorations.'),
    proration: flag('Proration', 'Whether the item is a proration, created because a subscription changed.'),
    quantity: text('Quantity', 'The quantity of the plan that was prorated; only for prorations.'),
    subscription: text('Subscription', 'The subscription of the item.'),
  },
};
