import { restDocument } from '#lib/surfaces/rest/document.ts';

export const handler = restDocument(
  new URL('api-0.8.raml', import.meta.url),
  'application/raml+yaml',
  'The description of the REST API in RAML 0.8, which tools of 2013 read.',
);
