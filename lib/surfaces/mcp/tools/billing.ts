/** Tools for billing customers. */
import * as coupons from '#lib/operations/coupons.ts';
import * as discounts from '#lib/operations/discounts.ts';
import * as invoiceItems from '#lib/operations/invoice-items.ts';
import * as invoices from '#lib/operations/invoices.ts';
import * as plans from '#lib/operations/plans.ts';
import * as products from '#lib/operations/products.ts';
import * as subscriptions from '#lib/operations/subscriptions.ts';
import { ofInvoice, ofPendingItems, ofSubscription, ofSubscriptionUpdate } from './amounts.ts';
import { toolsOf } from './tool.ts';

const LINKS = ['url', 'images'];

export const billingTools = [
  ...toolsOf('subscriptions', {
    create_subscription: [
      'moves money',
      subscriptions.create,
      {
        core: true,
        amount: ofSubscription,
        description:
          'Subscribes a customer to a plan and charges its default card at once, unless there is a trial.',
      },
    ],
    retrieve_subscription: ['read', subscriptions.retrieve, { core: true }],
    update_subscription: [
      'moves money',
      subscriptions.update,
      {
        core: true,
        amount: ofSubscriptionUpdate,
        description:
          'Changes a subscription, for instance to another plan. The difference is prorated onto the next invoice, or charged at once if the billing interval changes.',
      },
    ],
    cancel_subscription: [
      'irreversible',
      subscriptions.cancel,
      {
        core: true,
        description: 'Cancels a subscription, at once or with `at_period_end` at the end of its period.',
      },
    ],
    list_subscriptions: [
      'read',
      subscriptions.list,
      {
        core: true,
        description:
          'Lists subscriptions, newest first, of a customer or of a plan; canceled ones with `status`.',
      },
    ],
  }),
  ...toolsOf('invoices', {
    create_invoice: ['moves money', invoices.create, { amount: ofPendingItems }],
    pay_invoice: ['moves money', invoices.pay, { core: true, amount: ofInvoice }],
    retrieve_invoice: ['read', invoices.retrieve, { core: true }],
    retrieve_upcoming_invoice: ['read', invoices.upcoming],
    update_invoice: ['write', invoices.update],
    list_invoices: [
      'read',
      invoices.list,
      {
        core: true,
        description:
          'Lists invoices, newest first. One that is `attempted` but not `paid` failed: `charge` says why.',
      },
    ],
    list_invoice_lines: ['read', invoices.lines],
  }),
  ...toolsOf('invoice_items', {
    create_invoice_item: ['write', invoiceItems.create],
    retrieve_invoice_item: ['read', invoiceItems.retrieve],
    update_invoice_item: ['write', invoiceItems.update],
    delete_invoice_item: ['irreversible', invoiceItems.del],
    list_invoice_items: ['read', invoiceItems.list],
  }),
  ...toolsOf('plans', {
    create_plan: ['write', plans.create, { core: true }],
    retrieve_plan: ['read', plans.retrieve],
    update_plan: ['write', plans.update],
    delete_plan: ['irreversible', plans.del],
    list_plans: ['read', plans.list, { core: true }],
  }),
  ...toolsOf('coupons', {
    create_coupon: ['write', coupons.create, { core: true }],
    retrieve_coupon: ['read', coupons.retrieve],
    update_coupon: ['write', coupons.update],
    delete_coupon: ['irreversible', coupons.del],
    list_coupons: ['read', coupons.list],
    delete_customer_discount: ['irreversible', discounts.deleteCustomerDiscount],
    delete_subscription_discount: ['irreversible', discounts.deleteSubscriptionDiscount],
  }),
  ...toolsOf('products', {
    create_product: ['write', products.create, { omit: LINKS }],
    retrieve_product: ['read', products.retrieve],
    update_product: ['write', products.update, { omit: LINKS }],
    delete_product: ['irreversible', products.del],
    list_products: ['read', products.list, { omit: LINKS }],
  }),
];
