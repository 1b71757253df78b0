import { connectorDocument } from '#lib/surfaces/connector/document.ts';

export const handler = connectorDocument({
  description: 'The icon of the connector.',
  file: new URL('icon.png', import.meta.url),
  type: 'image/png',
});
