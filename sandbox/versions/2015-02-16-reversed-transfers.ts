import type { Gate } from './gate.ts';
import { changing, renamedEvents, renamedEventsInRequest } from './objects.ts';

const NAMES = { 'transfer.canceled': 'transfer.reversed' };

export const gate: Gate = {
  version: '2015-02-16',
  about: 'The event transfer.canceled is called transfer.reversed.',
  requestIn: (request) => renamedEventsInRequest(request, NAMES),
  replyOut: changing({ event: (event) => renamedEvents(event, NAMES) }),
};
