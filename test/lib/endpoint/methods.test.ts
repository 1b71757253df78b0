/** Which methods are answered to at the paths that several endpoints share, and which of them says so. */
import { expect, test } from '@jest/globals';
import { functionTable, outputOf } from '#lib/deploy/functions.ts';
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import { allowedAt } from '#lib/endpoint/methods.ts';
import { call } from '../../helpers/call.ts';

const entries = await readCatalogue();
const table = functionTable(entries);
const shared = [...Map.groupBy(entries, ({ path }) => path)].filter(([, sharing]) => sharing.length > 1);

/** Whether the gateway leads an entry all methods that no endpoint at its path has. */
function getsOthers({ file }: Entry): boolean {
  const [event] = table[outputOf(file).replaceAll('/', '-')]!.events;
  return (event!.httpApi as { method: string }).method === '*';
}

/** The variables of a function that other functions do not have. */
function variablesOf(file: string): Readonly<Record<string, string>> {
  return table[outputOf(file).replaceAll('/', '-')]!.environment ?? {};
}

test.each(shared)(
  '%s: the endpoint that gets all other methods knows those of the others',
  async (_, all) => {
    const { endpoint, handler, file } = all.find(getsOthers)!;
    const others = all.filter((entry) => entry.endpoint !== endpoint);
    const methods = [...all.map(({ method }) => method), ...(endpoint.otherMethods ?? [])];
    expect(handler.siblingMethods.toSorted()).toEqual(others.map(({ method }) => method).sort());
    expect(variablesOf(file)['SIBLING_METHODS']?.split(',')).toEqual(handler.siblingMethods);
    expect(others.map((entry) => entry.handler.siblingMethods)).toEqual(others.map(() => []));
    expect(others.map((entry) => variablesOf(entry.file)['SIBLING_METHODS'])).toEqual(
      others.map(() => undefined),
    );
    expect(allowedAt(endpoint, handler.siblingMethods).split(', ').sort()).toEqual(methods.sort());
    expect((await call(handler, { method: 'OPTIONS' })).headers['allow']).toBe(
      allowedAt(endpoint, handler.siblingMethods),
    );
  },
);

test('paths are shared', () => {
  expect(shared.length).toBeGreaterThan(10);
});
