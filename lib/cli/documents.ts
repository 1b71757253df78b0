/** Makes all generated documents, with the sandbox for Stripe. */
import * as dependencies from '#lib/deploy/dependencies.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import * as blockMetadata from '#lib/surfaces/block/manifest/metadata.ts';
import * as blockReadme from '#lib/surfaces/block/manifest/readme.ts';
import * as cardReadme from '#lib/surfaces/card/manifest/readme.ts';
import * as connectorSwagger from '#lib/surfaces/connector/manifest/swagger.ts';
import * as mcpReadme from '#lib/surfaces/mcp/manifest/readme.ts';
import * as mcpTools from '#lib/surfaces/mcp/manifest/tools.ts';
import * as restOpenapi from '#lib/surfaces/rest/manifest/openapi.ts';
import * as restRaml from '#lib/surfaces/rest/manifest/raml.ts';
import { type Document, makeDocuments } from '#lib/surfaces/shared/manifest/documents.ts';
import * as syncano from '#lib/surfaces/socket/manifest/syncano.ts';
import { startSandbox } from '#sandbox/server/server.ts';
import * as sandboxParameters from './sandbox-parameters.ts';
import * as today from './today.ts';

const MANIFESTS = {
  blockMetadata,
  blockReadme,
  cardReadme,
  connectorSwagger,
  dependencies,
  mcpReadme,
  mcpTools,
  restOpenapi,
  restRaml,
  sandboxParameters,
  syncano,
  today,
};

/**
 * Makes all documents of a catalogue, the same every time. It can be called once a process, before any function has
 * called Stripe.
 * @throws {Error} when two manifests make the same file
 */
export function allDocuments(catalogue: readonly Entry[]): Promise<Document[]> {
  return makeDocuments(catalogue, MANIFESTS, ({ now, seed }) =>
    startSandbox({ port: 0, now: () => now, seed }),
  );
}
