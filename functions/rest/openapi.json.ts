import { restDocument } from '#lib/surfaces/rest/document.ts';

export const handler = restDocument(
  new URL('openapi.json', import.meta.url),
  'application/json',
  'The description of the REST API in OpenAPI 3.1.',
);
