import type { Gate } from './gate.ts';

export const gate: Gate = {
  version: '2019-10-17',
  about:
    'The account_balance of a customer is called balance. (Customers are served up to 2016-07-06, and as today; intents and payment methods are not concerned.)',
};
