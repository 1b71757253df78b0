import { isObject } from '#lib/http/json-object.ts';
import type { Gate } from './gate.ts';
import { mapField } from './objects.ts';

const CHECKS = ['address_line1_check', 'address_zip_check', 'cvc_check'];

export const gate: Gate = {
  version: '2014-12-22',
  about:
    'A check that a bank does not support is unavailable instead of unchecked; cards of tokens have no customer.',
  replyOut: {
    card: (card) =>
      CHECKS.reduce(
        (changed, check) =>
          mapField(changed, check, (value) => (value === 'unavailable' ? 'unchecked' : value)),
        card,
      ),
    token: (token) =>
      mapField(token, 'card', (card) => (isObject(card) ? { ...card, customer: null } : card)),
  },
};
