/** An example call of an endpoint for a shell, with the examples of its arguments. */
import type { Entry } from '#lib/endpoint/catalogue.ts';
import type { Endpoint } from '#lib/endpoint/endpoint.ts';
import { encodeForm } from '#lib/http/form.ts';
import type { CardManifestData } from '#lib/surfaces/card/card.ts';
import { KEY_HEADER } from '#lib/surfaces/connector/connector.ts';
import { ORIGIN } from '#lib/surfaces/root/contents.ts';
import { exampleArguments } from '#lib/surfaces/shared/manifest/examples.ts';

/** The key of the sandbox's demo account, which owns the objects in the examples. */
const KEY = 'sk_test_demo';

/** For a shell: the year in which the sandbox's test cards expire. The year of a card must match that of its token. */
const YEAR_OF_TEST_CARDS = 'year=$(($(date +%Y) + 1))';

/**
 * Returns the call, with {@link ORIGIN} as its origin; undefined for a webhook, because only Stripe can sign its events, and
 * for the MCP server, which is called by a protocol of its own.
 */
export function curlOf(entry: Entry): string | undefined {
  const { method, path, endpoint } = entry;
  if (endpoint.surface === 'webhook' || endpoint.surface === 'mcp') {
    return undefined;
  }
  const args = Object.fromEntries(
    exampleArguments(endpoint, endpoint.arguments).map(({ name, parameter }) => [name, parameter.example]),
  );
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(args[name])));
  const others = Object.fromEntries(Object.entries(args).filter(([name]) => !inPath.includes(name)));
  const data = dataOf(endpoint, others);
  return [
    'curl',
    ...methodOf(method, data.length > 0),
    quoted(ORIGIN + filled),
    ...credentialsOf(endpoint),
    ...data,
  ].join(' ');
}

/** Returns the option for the method, unless it is curl's default: GET without data, POST with data. */
function methodOf(method: string, hasData: boolean): string[] {
  if (method === 'GET') {
    return hasData ? ['-G'] : [];
  }
  return method === 'POST' && hasData ? [] : ['-X', method];
}

function credentialsOf({ surface, manifestData }: Endpoint): string[] {
  switch (surface) {
    case 'socket':
    case 'mcp':
      return ['-H', quoted(`Authorization: Bearer ${KEY}`)];
    case 'connector':
      return ['-H', quoted(`${KEY_HEADER}: ${KEY}`)];
    case 'rest':
      return ['-u', `${KEY}:`];
    case 'card': {
      const { role } = manifestData as CardManifestData;
      return ['-H', `"Authorization: Bearer $(npm run -s token -- --role ${role} --account a1)"`];
    }
    default:
      return [];
  }
}

function dataOf({ surface }: Endpoint, data: Readonly<Record<string, unknown>>): string[] {
  if (surface === 'mcp') {
    return [
      ...['Content-Type: application/json', 'Accept: application/json, text/event-stream'].flatMap(
        (header) => ['-H', quoted(header)],
      ),
      '-d',
      quoted(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' })),
    ];
  }
  if (surface === 'block') {
    return ['-d', quoted(JSON.stringify({ args: { apiKey: KEY, ...data } }))];
  }
  return encodeForm(data)
    .split('&')
    .filter(Boolean)
    .flatMap((pair) => {
      const [name = '', value = ''] = pair.split('=').map(decodeURIComponent);
      if (surface === 'card' && name === 'year') {
        return ['-d', YEAR_OF_TEST_CARDS];
      }
      const plain = /^[^&+%=]*$/.test(value) && !value.startsWith('@');
      return [plain ? '-d' : '--data-urlencode', quoted(`${name}=${value}`)];
    });
}

/** Quotes a word for a shell if necessary. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
