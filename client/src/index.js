export { Blocks } from '../generated/blocks.js';
export { Cards } from '../generated/cards.js';
export { Connector } from '../generated/connector.js';
export { Sockets } from '../generated/sockets.js';
export { StripeSocketError } from './error.js';
