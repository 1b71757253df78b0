import { connectorDocument, imageReply } from '#lib/surfaces/connector/document.ts';

export const handler = connectorDocument('The icon of the connector.', () =>
  imageReply(new URL('./icon.png', import.meta.url)),
);
