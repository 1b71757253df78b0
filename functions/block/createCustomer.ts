import * as customers from '#lib/operations/customers.ts';
import { block } from '#lib/surfaces/block/block.ts';
import { fromOne } from '#lib/surfaces/block/percentages.ts';

export const handler = block(customers.create, {
  source: 'source',
  accountBalance: 'account_balance',
  businessVatId: 'business_vat_id',
  coupon: 'coupon',
  description: 'description',
  email: 'email',
  metadata: 'metadata',
  plan: 'plan',
  taxPercent: { to: 'tax_percent', parameter: fromOne(customers.create.parameters.tax_percent) },
  trialEnd: 'trial_end',
});
