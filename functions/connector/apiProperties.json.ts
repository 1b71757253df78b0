import { connectorDocument, fileReply } from '#lib/surfaces/connector/document.ts';

export const handler = connectorDocument('The properties of the connector and its connections.', () =>
  fileReply(new URL('./apiProperties.json', import.meta.url)),
);
