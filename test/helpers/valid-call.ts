/** Generates valid calls of any endpoint from its declaration. */
import type { Argument } from '#lib/endpoint/arguments.ts';
import type { Entry } from '#lib/endpoint/catalogue.ts';
import { encodeForm } from '#lib/http/form.ts';
import type { Sent } from './call.ts';
import { wellFormed } from './well-formed.ts';

/** Arguments by the caller's names. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Returns valid arguments: the required ones, and the first one of each group that requires at least one. */
export function validArguments({ endpoint }: Pick<Entry, 'endpoint'>): Record<string, unknown> {
  const args = examplesOf(endpoint.arguments, ({ required }) => required);
  for (const { atLeastOneOf = [] } of endpoint.rules ?? []) {
    if (!atLeastOneOf.some((name) => name in args)) {
      Object.assign(
        args,
        examplesOf(endpoint.arguments, ({ name }) => name === atLeastOneOf[0]),
      );
    }
  }
  return args;
}

/** Returns the examples of some arguments of an endpoint. The example of a file does not need to be downloaded. */
export function examplesOf(
  known: readonly Argument[],
  isMeant: (argument: Argument) => boolean = () => true,
): Record<string, unknown> {
  return Object.fromEntries(
    known
      .filter(isMeant)
      .map(({ name, parameter }) => [
        name,
        name === 'file' ? 'data:text/plain;base64,SGVsbG8=' : parameter.example,
      ]),
  );
}

/** Returns the request for some arguments: in the path, the query or the body, depending on the endpoint. */
export function sentTo({ endpoint, method, path }: Entry, args: Arguments, key: string): Sent {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  const rest = Object.fromEntries(Object.entries(args).filter(([name]) => !inPath.includes(name)));
  const common = {
    key,
    route: path,
    path: path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(toText(args[name]))),
    // The host, as a gateway reports it.
    headers: { host: 'functions.example.com' },
  };
  if (method === 'GET' || method === 'DELETE') {
    return { ...common, query: wellFormed(rest) as Arguments };
  }
  if (endpoint.surface === 'rest') {
    const headers = { ...common.headers, 'content-type': 'application/x-www-form-urlencoded' };
    return { ...common, headers, body: encodeForm(wellFormed(rest) as Arguments) };
  }
  return { ...common, body: endpoint.surface === 'block' ? { args: rest } : rest };
}

function toText(value: unknown): string {
  return (typeof value === 'object' ? JSON.stringify(value) : String(value)).toWellFormed();
}
