import type { Gate } from './gate.ts';

export const gate: Gate = {
  version: '2025-03-31.basil',
  about:
    'Customers take no coupon. (Customers are served up to 2016-07-06, and as today; intents and payment methods are not concerned.)',
};
