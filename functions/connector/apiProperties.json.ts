import { connectorDocument } from '#lib/surfaces/connector/document.ts';

export const handler = connectorDocument({
  description: 'The properties of the connector and its connections.',
  file: new URL('apiProperties.json', import.meta.url),
  type: 'application/json',
});
