/** What the index lists: the surfaces with their endpoints and documents. It is generated, and read when it is needed. */
import { readDocument } from '#documents';
import type { Address } from './addresses.ts';
import { readRootSettings } from './settings.ts';

/** The index. URLs in it begin with {@link ORIGIN}. */
export interface Contents {
  readonly name: string;
  readonly description: string;
  readonly surfaces: readonly SurfaceContents[];
  /** Documents that describe all surfaces. */
  readonly documents: readonly DocumentContents[];
}

/** A surface in the index. */
export interface SurfaceContents {
  readonly name: string;
  readonly title: string;
  /** Whose calls it answers. */
  readonly callers: string;
  /** What callers change, in one sentence. */
  readonly change: string;
  /** What callers prove their right with, and where they send it. */
  readonly key: string;
  readonly endpoints: readonly EndpointContents[];
  readonly documents: readonly DocumentContents[];
}

/** An endpoint in the index. */
export interface EndpointContents extends Address {
  readonly description: string;
  readonly arguments: readonly {
    readonly name: string;
    readonly type: string;
    readonly required: boolean;
    readonly description: string;
  }[];
  /** A call for a shell, with the key of the sandbox's demo account; a webhook, which Stripe signs, has none. */
  readonly curl?: string;
}

/** A document in the index. */
export interface DocumentContents {
  readonly path: string;
  readonly description: string;
}

/** Stands for the origin of the service, which is known once somebody asks. */
export const ORIGIN = 'https://stripe-socket.example.com';

/** A generated index. */
export interface Index {
  /** The file, which the build makes (see `lib/cli/documents.ts`). */
  readonly file: URL;
  /** Gives the index of the surfaces that are deployed. */
  read(): Promise<Contents>;
}

/** Makes the reader of a generated index, which is read when it is first asked for, and kept. */
export function indexIn(file: URL): Index {
  let all: Contents | undefined;
  return {
    file,
    async read() {
      all ??= JSON.parse((await readDocument(file)).toString('utf8')) as Contents;
      const { SURFACES: chosen } = readRootSettings();
      return chosen === undefined
        ? all
        : { ...all, surfaces: all.surfaces.filter(({ name }) => chosen.includes(name)) };
    },
  };
}

/** All addresses in an index, those of documents among them. */
export function addressesIn({ surfaces, documents }: Contents): Address[] {
  const ofDocument = (surface: string, { path }: DocumentContents): Address => ({
    surface: `${surface} document`,
    name: path.slice(path.lastIndexOf('/') + 1),
    method: 'GET',
    path,
  });
  return [
    ...surfaces.flatMap(({ name, endpoints, documents }) => [
      ...endpoints,
      ...documents.map((one) => ofDocument(name, one)),
    ]),
    ...documents.map((one) => ofDocument('none', one)),
  ];
}
