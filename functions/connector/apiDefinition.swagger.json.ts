import { connectorDocument, definitionFor } from '#lib/surfaces/connector/document.ts';

export const handler = connectorDocument({
  description: 'The definition of the connector, in Swagger 2.0, for the import of a custom connector.',
  file: new URL('apiDefinition.swagger.json', import.meta.url),
  type: 'application/json',
  textFor: definitionFor,
});
