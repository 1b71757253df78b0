/** The resources of the REST API, in the format that all RAML versions share. */
import type { RestEndpoint } from './endpoints.ts';

/** A part of a description. */
export type Raml = Record<string, unknown>;

/** Creates the resources, nested by the segments of their paths. */
export function resourcesOf(
  endpoints: readonly RestEndpoint[],
  methodOf: (endpoint: RestEndpoint) => Raml,
): Raml {
  const root: Raml = {};
  for (const endpoint of endpoints) {
    let node = root;
    for (const part of endpoint.path.slice(1).split('/')) {
      node[`/${part}`] ??= uriParameterOf(endpoint, part);
      node = node[`/${part}`] as Raml;
    }
    node[endpoint.method.toLowerCase()] = methodOf(endpoint);
  }
  return root;
}

function uriParameterOf({ inPath }: RestEndpoint, part: string): Raml {
  const argument = inPath.find(({ name }) => part === `{${name}}`);
  return argument === undefined
    ? {}
    : { uriParameters: { [argument.name]: { type: 'string', description: argument.parameter.description } } };
}
