import { icon } from '#lib/connector/icon.ts';
import { binaryReply } from '#lib/http/reply.ts';
import { connectorDocument } from '#lib/surface/connector-document.ts';

export const handler = connectorDocument('The icon of the connector.', () =>
  binaryReply(200, 'image/png', icon()),
);
