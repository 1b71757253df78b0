/** Tools for customers, their cards, and payments. */
import * as balance from '#lib/operations/balance.ts';
import * as charges from '#lib/operations/charges.ts';
import * as customers from '#lib/operations/customers.ts';
import * as disputes from '#lib/operations/disputes.ts';
import * as events from '#lib/operations/events.ts';
import * as fileUploads from '#lib/operations/file-uploads.ts';
import * as refunds from '#lib/operations/refunds.ts';
import * as sources from '#lib/operations/sources.ts';
import { ofAmount, ofCapture, ofRefund } from './amounts.ts';
import { toolsOf } from './tool.ts';

/** Subscriptions have a separate tool, which counts as moving money. */
const SUBSCRIBING = ['plan', 'quantity', 'tax_percent', 'trial_end'];

export const paymentTools = [
  ...toolsOf('customers', {
    create_customer: [
      'write',
      customers.create,
      {
        core: true,
        omit: SUBSCRIBING,
        description:
          'Creates a customer, with a card if `source` is given. Use create_subscription to subscribe it to a plan.',
      },
    ],
    retrieve_customer: [
      'read',
      customers.retrieve,
      { core: true, description: 'Retrieves a customer, with its cards and subscriptions.' },
    ],
    update_customer: [
      'write',
      customers.update,
      {
        core: true,
        // A new source makes Stripe collect past-due invoices.
        omit: [...SUBSCRIBING, 'source'],
        description: 'Updates a customer. Use create_card to add a card, and `default_source` to choose one.',
      },
    ],
    delete_customer: ['irreversible', customers.del],
    list_customers: [
      'read',
      customers.list,
      {
        core: true,
        description:
          'Lists customers, newest first. There is no search by name or e-mail address: compare the results.',
      },
    ],
  }),
  ...toolsOf('cards', {
    create_card: [
      'write',
      sources.create,
      { core: true, description: 'Adds a card to a customer, by a token such as tok_visa.' },
    ],
    retrieve_card: ['read', sources.retrieve, { description: 'Retrieves a saved card of a customer.' }],
    update_card: [
      'write',
      sources.update,
      { description: 'Updates a saved card’s address, name or expiry.' },
    ],
    delete_card: [
      'irreversible',
      sources.del,
      { core: true, description: 'Removes a saved card from a customer, for good.' },
    ],
    list_cards: ['read', sources.list, { core: true, description: 'Lists the saved cards of a customer.' }],
    verify_bank_account: ['write', sources.verify],
  }),
  ...toolsOf('charges', {
    create_charge: [
      'moves money',
      charges.create,
      {
        core: true,
        omit: ['shipping'],
        amount: ofAmount,
        description:
          'Charges a saved card of a customer, or a token. A charge that is `paid` is over; one made with `capture` false must be captured within seven days.',
      },
    ],
    capture_charge: ['moves money', charges.capture, { core: true, amount: ofCapture }],
    retrieve_charge: [
      'read',
      charges.retrieve,
      {
        core: true,
        description:
          'Retrieves a charge. `failure_code`, `failure_message` and `outcome` say why it was declined.',
      },
    ],
    update_charge: ['write', charges.update],
    list_charges: [
      'read',
      charges.list,
      { core: true, description: 'Lists charges, newest first, failed ones included.' },
    ],
  }),
  ...toolsOf('refunds', {
    create_refund: [
      'moves money',
      refunds.create,
      { core: true, amount: ofRefund, description: 'Refunds a charge, or the part that `amount` says.' },
    ],
    retrieve_refund: ['read', refunds.retrieve],
    update_refund: ['write', refunds.update],
    list_refunds: ['read', refunds.list, { core: true }],
  }),
  ...toolsOf('disputes', {
    retrieve_dispute: ['read', disputes.retrieve],
    update_dispute: ['write', disputes.update],
    close_dispute: ['irreversible', disputes.close],
    list_disputes: ['read', disputes.list, { core: true }],
  }),
  ...toolsOf('balance', {
    retrieve_balance: ['read', balance.retrieve, { core: true }],
    list_balance_transactions: ['read', balance.history],
    retrieve_balance_transaction: ['read', balance.transaction],
  }),
  ...toolsOf('events', {
    list_events: [
      'read',
      events.list,
      {
        core: true,
        description:
          'Lists what happened in the account, newest first. `type` filters, e.g. invoice.payment_failed; `data.object` is the object as it was then.',
      },
    ],
    retrieve_event: ['read', events.retrieve],
    retry_event: ['write', events.retry],
  }),
  ...toolsOf('files', {
    list_files: ['read', fileUploads.list],
    retrieve_file: ['read', fileUploads.retrieve],
  }),
];
