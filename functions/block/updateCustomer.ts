import * as customers from '#lib/operations/customers.ts';
import { block } from '#lib/surfaces/block/block.ts';
import { fromOne } from '#lib/surfaces/block/percentages.ts';

export const handler = block(customers.update, {
  customerId: 'customer',
  source: 'source',
  accountBalance: 'account_balance',
  businessVatId: 'business_vat_id',
  coupon: 'coupon',
  description: 'description',
  email: 'email',
  metadata: 'metadata',
  plan: 'plan',
  taxPercent: { to: 'tax_percent', parameter: fromOne(customers.update.parameters.tax_percent) },
  trialEnd: 'trial_end',
});
