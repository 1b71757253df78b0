/**
 * The contents of the index: the surfaces with their endpoints and documents. The index is generated, and read on
 * demand.
 */
import { readDocument } from '#documents';
import type { Address } from './addresses.ts';
import { readRootSettings } from './settings.ts';

/** The index. Its URLs start with {@link ORIGIN}. */
export interface Contents {
  readonly name: string;
  readonly description: string;
  readonly surfaces: readonly SurfaceContents[];
  /** The documents that describe all surfaces. */
  readonly documents: readonly DocumentContents[];
}

/** A surface in the index. */
export interface SurfaceContents {
  readonly name: string;
  readonly title: string;
  /** Which callers it serves. */
  readonly callers: string;
  /** What callers have to change, in one sentence. */
  readonly change: string;
  /** Which credentials callers send, and where. */
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
  /**
   * An example call for a shell, with the key of the sandbox's demo account; undefined for webhooks, because Stripe
   * signs their requests.
   */
  readonly curl?: string;
}

/** A document in the index. */
export interface DocumentContents {
  readonly path: string;
  readonly description: string;
}

/** Stands for the origin of the service, which is only known when a request arrives. */
export const ORIGIN = 'https://stripe-socket.example.com';

/** A generated index. */
export interface Index {
  /** The file, which the build creates (see `lib/cli/documents.ts`). */
  readonly file: URL;
  /** Returns the index of the deployed surfaces. */
  read(): Promise<Contents>;
}

/** Creates a reader of a generated index, which reads it once, on demand. */
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

/** Returns all paths in an index, including those of documents. */
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
