/** Generates the files of the typed client, `client/`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '#lib/config/root.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { CardManifestData } from '#lib/surfaces/card/card.ts';
import type { ConnectorAbout } from '#lib/surfaces/connector/connector.ts';
import { type Document, GENERATED, type StartStripe } from '#lib/surfaces/shared/manifest/documents.ts';
import { loadApi } from '#sandbox/server/load.ts';
import { type ClassAbout, declareClass, type Method } from './calls.ts';
import { declareObjects, typeName } from './objects.ts';
import { packageJson } from './package.ts';
import { record } from './recording.ts';
import { kindsIn } from './shapes.ts';
import {
  cardMethods,
  connectorMethods,
  declareCards,
  declareConnector,
  explicitRoutesOf,
  routesOf,
  stripeMethods,
} from './surfaces.ts';

const HEADER = `// ${GENERATED}\n`;

/** Creates the classes with their declarations, the types of Stripe's objects, and the package's metadata. */
export async function documents(catalogue: readonly Entry[], startStripe: StartStripe): Promise<Document[]> {
  const replies = await record(startStripe);
  const kinds = kindsIn(replies.map(({ body }) => body));
  const { resources } = await loadApi();
  const expandable = new Map([...resources].map(([kind, resource]) => [kind, resource.expandable]));
  const shownDeleted = new Set(
    replies
      .filter(({ operation, body }) => operation.method === 'GET' && body['deleted'] === true)
      .map(({ operation }) => operation.returns),
  );
  const typeNames = [...kinds.keys()].map(typeName);
  const classes = [
    ...stripeClasses(catalogue, shownDeleted),
    cardClass(catalogue),
    connectorClass(catalogue),
  ];
  const objects = declareObjects(kinds, expandable);
  return [
    { file: 'client/package.json', text: await packageJson() },
    { file: 'client/LICENSE', text: await readFile(join(ROOT, 'LICENSE'), 'utf8') },
    {
      file: 'client/generated/objects.d.ts',
      text: `${HEADER}import type { List } from '../src/types.js';\n\n${objects}`,
    },
    ...classes.flatMap((one) => filesOf(one, typeNames)),
  ];
}

/** Calls whose routes come from one expression and which the same function makes. */
interface Calls {
  readonly protocol: string;
  /** The routes, as code. */
  readonly routes: string;
  /** The function that makes the calls, as code. */
  readonly run: string;
}

/** A class and the implementation of its methods. */
interface Class extends ClassAbout {
  readonly methods: readonly Method[];
  readonly calls: readonly Calls[];
}

function stripeClasses(catalogue: readonly Entry[], shownDeleted: ReadonlySet<string>): Class[] {
  const abouts = [
    {
      surface: 'socket',
      name: 'Sockets',
      protocol: 'sockets',
      lists: "byId('starting_after', 'ending_before')",
      description: 'The sockets, as methods that return Stripe’s objects.',
    },
    {
      surface: 'block',
      name: 'Blocks',
      protocol: 'blocks',
      lists: "byId('startingAfter', 'endingBefore')",
      description:
        'The blocks, as methods that return Stripe’s object from the envelope, or throw its error.',
    },
  ];
  return abouts.map(({ surface, lists, protocol, ...about }) => {
    const entries = catalogue.filter(
      ({ endpoint }) => endpoint.surface === surface && endpoint.operation !== undefined,
    );
    const isList = ({ endpoint }: Entry) => endpoint.operation!.list;
    return {
      ...about,
      options: 'ClientOptions',
      callOptions: 'CallOptions',
      methods: stripeMethods(entries, shownDeleted),
      calls: [
        { protocol, routes: routesOf(entries.filter((entry) => !isList(entry))), run: 'send' },
        { protocol, routes: routesOf(entries.filter(isList)), run: lists },
      ],
    };
  });
}

function cardClass(catalogue: readonly Entry[]): Class {
  const entries = catalogue.filter(({ endpoint }) => endpoint.surface === 'card');
  const isPage = ({ endpoint }: Entry) => (endpoint.manifestData as CardManifestData).returns === 'page';
  return {
    name: 'Cards',
    description: 'The calls of the card service, as methods.',
    options: 'TokenOptions',
    callOptions: 'CardOptions',
    declarations: declareCards(),
    methods: cardMethods(entries),
    calls: [
      { protocol: 'cards', routes: routesOf(entries.filter((entry) => !isPage(entry))), run: 'send' },
      { protocol: 'cards', routes: routesOf(entries.filter(isPage)), run: 'byCursor' },
    ],
  };
}

function connectorClass(catalogue: readonly Entry[]): Class {
  const entries = catalogue.filter(
    ({ endpoint }) => endpoint.surface === 'connector' && endpoint.operation !== undefined,
  );
  const isTrigger = ({ endpoint }: Entry) =>
    (endpoint.manifestData as ConnectorAbout).triggerHint !== undefined;
  return {
    name: 'Connector',
    description: 'The actions and triggers of the connector, as methods.',
    options: 'ClientOptions',
    callOptions: 'CallOptions',
    declarations: declareConnector(entries),
    methods: connectorMethods(entries),
    calls: [
      {
        protocol: 'connector',
        routes: explicitRoutesOf(entries.filter((entry) => !isTrigger(entry))),
        run: 'send',
      },
      { protocol: 'triggers', routes: routesOf(entries.filter(isTrigger)), run: 'polling' },
    ],
  };
}

/** Returns the class and its declaration, as two files. */
function filesOf({ methods, calls, ...about }: Class, typeNames: readonly string[]): Document[] {
  const { name } = about;
  const file = `client/generated/${name.toLowerCase()}`;
  const uses = (code: string) => calls.some(({ run, routes }) => `${run} ${routes}`.includes(code));
  const pages = ['byCursor', 'byId', 'polling'].filter(uses);
  const fromClient = ['Client', 'define', ...['named', 'send'].filter(uses)];
  const protocols = [...new Set(calls.map(({ protocol }) => protocol))].sort();
  const code = [
    HEADER,
    `import { ${fromClient.join(', ')} } from '../src/client.js';\n`,
    `import { ${pages.join(', ')} } from '../src/pages.js';\n`,
    `import { ${protocols.join(', ')} } from '../src/protocols.js';\n\n`,
    `export class ${name} extends Client {}\n\n`,
    ...calls.map(({ protocol, routes, run }) => `define(${name}, ${protocol}, ${routes}, ${run});\n`),
  ];
  return [
    { file: `${file}.js`, text: code.join('') },
    { file: `${file}.d.ts`, text: HEADER + declareClass(about, methods, typeNames) },
  ];
}
