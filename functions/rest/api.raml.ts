import { restDocument } from '#lib/surfaces/rest/document.ts';

export const handler = restDocument(
  new URL('api.raml', import.meta.url),
  'application/raml+yaml',
  'The description of the REST API in RAML 1.0.',
);
