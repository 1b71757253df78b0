/** The index of all surfaces, which `GET /` serves and which is used to recognize paths. */
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { blockPath, connectPath } from '#lib/surfaces/block/path.ts';
import { REFERENCE_PATH } from '#lib/surfaces/reference/page.ts';
import type {
  Contents,
  DocumentContents,
  EndpointContents,
  SurfaceContents,
} from '#lib/surfaces/root/contents.ts';
import { guidePath } from '#lib/surfaces/root/guide.ts';
import { curlOf } from './curl.ts';

/** The descriptions of the surfaces, in the order of the index. */
const SURFACES: Readonly<Record<string, Pick<SurfaceContents, 'title' | 'callers' | 'change' | 'key'>>> = {
  socket: {
    title: 'Sockets',
    callers: 'callers of the Syncano socket “stripe”',
    change: 'They call /stripe/<endpoint>, or keep the path of their Syncano client, at this host.',
    key: 'Stripe’s secret key, as the header Authorization: Bearer or the argument apiKey',
  },
  block: {
    title: 'Blocks',
    callers: 'callers of the 2016 “Stripe Package”',
    change: `They call ${blockPath('<block>')}, or ${connectPath}/<block> with a RapidAPI client, at this host.`,
    key: 'Stripe’s secret key, as the header Authorization: Bearer or the argument apiKey',
  },
  connector: {
    title: 'Connector',
    callers: 'Logic Apps, Power Automate and Power Apps',
    change: 'They import the definition as a custom connector.',
    key: 'Stripe’s secret key, as the header X-API-Key',
  },
  card: {
    title: 'Cards',
    callers: 'a billing-card service with accounts and roles',
    change: 'They call /card/<call> at this host.',
    key: 'a JSON Web Token that names the account and the role, as the header Authorization: Bearer',
  },
  rest: {
    title: 'REST',
    callers: 'clients of Stripe’s REST API of 2013',
    change: 'They set this host as the host of their Stripe client.',
    key: 'Stripe’s secret key, as the user name of HTTP Basic or the header Authorization: Bearer',
  },
  mcp: {
    title: 'MCP',
    callers: 'AI clients such as Claude, Cursor and VS Code',
    change: 'They connect to /mcp at this host, or start npm run mcp.',
    key: 'Stripe’s secret key, as the header Authorization: Bearer',
  },
};

/** Surfaces that are listed under another one. */
const BELONGS_TO: Readonly<Record<string, string>> = { webhook: 'card' };

/** Creates the index of a catalogue. */
export function contentsOf(catalogue: readonly Entry[]): Contents {
  const bySurface = Map.groupBy(catalogue, ({ endpoint: { surface } }) => BELONGS_TO[surface] ?? surface);
  const ofAll = bySurface.get('none') ?? [];
  const guides = Object.keys(SURFACES).map(guidePath);
  return {
    name: 'Stripe Socket',
    description:
      'Keeps integrations working after the platform that they were written for has shut down. Every call below works unchanged with the sandbox of “npm start”, except calls that name a card of the card service: create one first.',
    documents: documentsOf([
      ...ofAll.filter(({ path }) => !guides.includes(path)),
      ...catalogue.filter(({ path }) => path === REFERENCE_PATH),
    ]),
    surfaces: Object.entries(SURFACES).map(([name, about]) => {
      const entries = bySurface.get(name) ?? [];
      return {
        name,
        ...about,
        endpoints: entries.filter((entry) => !isDocument(entry)).map(describe),
        documents: documentsOf([...ofAll.filter(({ path }) => path === guidePath(name)), ...entries]),
      };
    }),
  };
}

/** Creates `functions/index.json`. */
export function indexJson(catalogue: readonly Entry[]): string {
  return JSON.stringify(contentsOf(catalogue));
}

/** Checks whether an endpoint serves a document. The index itself is not listed. */
function isDocument({ path, endpoint }: Entry): boolean {
  return endpoint.document !== undefined && path.startsWith('/') && path !== '/';
}

function documentsOf(entries: readonly Entry[]): DocumentContents[] {
  return entries.filter(isDocument).map(({ path, endpoint: { description } }) => ({ path, description }));
}

function describe(entry: Entry): EndpointContents {
  const { name, method, path, endpoint } = entry;
  const { surface, description, operation } = endpoint;
  const curl = curlOf(entry);
  return {
    surface,
    name,
    method,
    path,
    description:
      operation?.retired === undefined ? description : `${description} Retired: ${operation.retired}`,
    arguments: endpoint.arguments.map(({ name, required, parameter: { type, description } }) => ({
      name,
      type,
      required,
      description,
    })),
    ...(curl !== undefined && { curl }),
  };
}
