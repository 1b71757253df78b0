/** All documents that are generated from the catalogue, with the sandbox in place of Stripe. */
import * as dependencies from '#lib/deploy/dependencies.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { metadata } from '#lib/surfaces/block/manifest/metadata.ts';
import * as blockReadme from '#lib/surfaces/block/manifest/readme.ts';
import * as cardReadme from '#lib/surfaces/card/manifest/readme.ts';
import { connectorDefinition, connectorProperties } from '#lib/surfaces/connector/manifest/swagger.ts';
import * as mcpReadme from '#lib/surfaces/mcp/manifest/readme.ts';
import * as mcpTools from '#lib/surfaces/mcp/manifest/tools.ts';
import { restOpenapi } from '#lib/surfaces/rest/manifest/openapi.ts';
import { restRaml } from '#lib/surfaces/rest/manifest/raml.ts';
import { restRaml08 } from '#lib/surfaces/rest/manifest/raml-08.ts';
import { indexJson } from '#lib/surfaces/root/manifest/contents.ts';
import {
  type Document,
  type MakeDocument,
  makeDocuments,
  type StartStripe,
} from '#lib/surfaces/shared/manifest/documents.ts';
import * as syncano from '#lib/surfaces/socket/manifest/syncano.ts';
import { startSandbox } from '#sandbox/server/server.ts';
import * as client from './client/documents.ts';
import * as contract from './contract.ts';
import * as errors from './errors.ts';
import { openapi } from './openapi.ts';
import * as sandboxParameters from './sandbox-parameters.ts';
import * as today from './today.ts';

/**
 * The generators of the documents that functions serve, by file. The build writes these files next to the functions.
 * A function that runs from source reads them with `made-documents.ts`.
 */
export const BUILT: Readonly<Record<string, MakeDocument>> = {
  'functions/block/metadata.json': metadata,
  'functions/connector/apiDefinition.swagger.json': connectorDefinition,
  'functions/connector/apiProperties.json': connectorProperties,
  'functions/index.json': indexJson,
  'functions/openapi.json': openapi,
  'functions/rest/api-0.8.raml': restRaml08,
  'functions/rest/api.raml': restRaml,
  'functions/rest/openapi.json': restOpenapi,
  'functions/socket/socket.json': syncano.socketJson,
};

/** The generators of the documents that are checked in. */
const CHECKED_IN = {
  blockReadme,
  cardReadme,
  client,
  contract,
  dependencies,
  errors,
  mcpReadme,
  mcpTools,
  sandboxParameters,
  syncano,
  today,
};

/**
 * Creates all checked-in documents. The result is always the same. Call it only once per process, before any function
 * calls Stripe.
 * @throws {Error} if two generators create the same file
 */
export function allDocuments(catalogue: readonly Entry[]): Promise<Document[]> {
  return makeDocuments(catalogue, CHECKED_IN, startStripe);
}

/** Starts a sandbox with reproducible responses. */
export const startStripe: StartStripe = ({ now, seed }) => startSandbox({ port: 0, now: () => now, seed });
