import { connectorDocument, definitionReply } from '#lib/surfaces/connector/document.ts';

export const handler = connectorDocument(
  'The definition of the connector, in Swagger 2.0, for the import of a custom connector.',
  (request) => definitionReply(new URL('./apiDefinition.swagger.json', import.meta.url), request),
);
