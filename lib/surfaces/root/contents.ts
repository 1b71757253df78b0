/** What the index lists: the surfaces with their endpoints and documents. It is generated, and read when it is needed. */
import { readFile } from 'node:fs/promises';
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
  /** The guide, a file of the project. */
  readonly guide: string;
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

/** Gives the index of the surfaces that are deployed. */
export type ReadContents = () => Promise<Contents>;

/** Makes the reader of a generated index. The file is read once. */
export function contentsIn(file: URL): ReadContents {
  let all: Promise<Contents> | undefined;
  return async () => {
    all ??= readFile(file, 'utf8').then((text) => JSON.parse(text) as Contents);
    const { SURFACES: chosen } = readRootSettings();
    const contents = await all;
    return chosen === undefined
      ? contents
      : { ...contents, surfaces: contents.surfaces.filter(({ name }) => chosen.includes(name)) };
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
