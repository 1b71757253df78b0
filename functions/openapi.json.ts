import { openapiDocument } from '#lib/surfaces/shared/openapi-document.ts';

export const handler = openapiDocument(new URL('openapi.json', import.meta.url));
