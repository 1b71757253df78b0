import type { Gate } from './gate.ts';
import { omit, renameFields } from './objects.ts';

export const gate: Gate = {
  version: '2014-06-13',
  about: 'The type of a card is called brand; how it is funded is said besides.',
  replyOut: {
    card: (card) => renameFields(omit(card, 'funding', 'dynamic_last4'), { brand: 'type' }),
  },
};
