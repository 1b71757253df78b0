/** One description of all surfaces in OpenAPI 3.1. */
import { readFile } from 'node:fs/promises';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { describeBlocks } from '#lib/surfaces/block/manifest/openapi.ts';
import { readKinds } from '#lib/surfaces/block/manifest/replies.ts';
import { describeCards } from '#lib/surfaces/card/manifest/openapi.ts';
import { describeConnector } from '#lib/surfaces/connector/manifest/openapi.ts';
import { describeRest } from '#lib/surfaces/rest/manifest/openapi.ts';
import { readKinds as readRestKinds } from '#lib/surfaces/rest/manifest/replies.ts';
import type { StartStripe } from '#lib/surfaces/shared/manifest/documents.ts';
import {
  type Components,
  type Description,
  kindSchemas,
  withoutUnused,
} from '#lib/surfaces/shared/manifest/openapi-components.ts';
import { SERVERS } from '#lib/surfaces/shared/openapi-document.ts';
import { describeSockets } from '#lib/surfaces/socket/manifest/openapi.ts';

/** Creates the description of the surfaces in the catalogue. */
export async function openapi(catalogue: readonly Entry[], startStripe: StartStripe): Promise<string> {
  const kinds = await readKinds(startStripe);
  const surfaces: Record<string, Description> = {
    Sockets: describeSockets(catalogue),
    Blocks: describeBlocks(catalogue),
    Connector: describeConnector(catalogue),
    Cards: describeCards(catalogue),
    REST: describeRest(catalogue, await readRestKinds(startStripe), 'rest_'),
  };
  const served = Object.entries(surfaces).filter(([, { paths }]) => Object.keys(paths).length > 0);
  const descriptions = served.map(([, description]) => description);
  const paths = Object.assign({}, ...descriptions.map((description) => description.paths));
  const components = descriptions.map((description) => description.components);
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8'));
  return JSON.stringify({
    openapi: '3.1.0',
    info: {
      title: 'Stripe Socket',
      summary: 'Stripe for integrations whose platform has shut down.',
      description:
        'Five legacy APIs for Stripe. Amounts are integers in the smallest currency unit, times are Unix seconds. Numbers and booleans can also be sent as strings.',
      version,
      contact: { name: 'The operator of this service' },
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: SERVERS,
    tags: descriptions.flatMap(({ tags }) => tags),
    'x-tagGroups': served.map(([name, { tags }]) => ({ name, tags: tags.map((tag) => tag.name) })),
    paths,
    components: withoutUnused(merged([...components, { schemas: kindSchemas(kinds) }]), paths),
  });
}

function merged(all: readonly Components[]): Components {
  const kinds = [...new Set(all.flatMap((components) => Object.keys(components)))] as (keyof Components)[];
  return Object.fromEntries(
    kinds.map((kind) => [kind, Object.assign({}, ...all.map((components) => components[kind]))]),
  );
}
