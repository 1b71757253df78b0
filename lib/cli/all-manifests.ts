/** Everything that makes documents of the catalogue. */
import * as dependencies from '#lib/deploy/dependencies.ts';
import * as blockMetadata from '#lib/surfaces/block/manifest/metadata.ts';
import * as blockReadme from '#lib/surfaces/block/manifest/readme.ts';
import * as cardReadme from '#lib/surfaces/card/manifest/readme.ts';
import * as connectorSwagger from '#lib/surfaces/connector/manifest/swagger.ts';
import * as restOpenapi from '#lib/surfaces/rest/manifest/openapi.ts';
import * as restRaml from '#lib/surfaces/rest/manifest/raml.ts';
import type { Manifest } from '#lib/surfaces/shared/manifest/documents.ts';
import * as syncano from '#lib/surfaces/socket/manifest/syncano.ts';
import * as sandboxParameters from './sandbox-parameters.ts';
import * as today from './today.ts';

export const manifests: Readonly<Record<string, Manifest>> = {
  blockMetadata,
  blockReadme,
  cardReadme,
  connectorSwagger,
  dependencies,
  restOpenapi,
  restRaml,
  sandboxParameters,
  syncano,
  today,
};
