export { Blocks } from '../generated/blocks.js';
export { Cards } from '../generated/cards.js';
export { Connector } from '../generated/connector.js';
export type * from '../generated/objects.js';
export { Sockets } from '../generated/sockets.js';
export type * from './types.js';
export { StripeSocketError } from './types.js';
