import * as accounts from '#lib/stripe/accounts.ts';
import { block } from '#lib/surface/block.ts';

export const handler = block(accounts.create, {
  country: 'country',
  email: 'email',
  managed: 'managed',
});
