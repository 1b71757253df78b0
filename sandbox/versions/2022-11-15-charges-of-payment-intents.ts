import type { Gate } from './gate.ts';
import { isWhole } from './objects.ts';

export const gate: Gate = {
  version: '2022-11-15',
  about: 'A payment intent names its latest charge instead of holding all of its charges.',
  replyOut: {
    payment_intent: ({ latest_charge, ...intent }, { list }) => {
      if (!isWhole(intent)) {
        return intent;
      }
      const data = list('charge', { payment_intent: String(intent['id']) });
      const url = `/v1/charges?payment_intent=${intent['id']}`;
      return {
        ...intent,
        charges: { object: 'list', data, has_more: false, total_count: data.length, url },
        latest_charge,
      };
    },
  },
};
