import type { Gate } from './gate.ts';

export const gate: Gate = {
  version: '2016-02-03',
  about:
    'Which fields legal_entity has depends on the country; what it was in each country before is not documented, so it is the same here.',
};
