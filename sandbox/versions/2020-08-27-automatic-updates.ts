import type { Gate } from './gate.ts';

export const gate: Gate = {
  version: '2020-08-27',
  about:
    'payment_method.card_automatically_updated is called payment_method.automatically_updated; charges and customers of that time are not served.',
  eventTypes: { 'payment_method.card_automatically_updated': 'payment_method.automatically_updated' },
};
