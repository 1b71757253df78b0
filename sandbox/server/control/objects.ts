/** Control routes: the objects of an account as the API shows them, related objects, and a timeline. */
import { id, integer, required, text } from '#lib/parameters/parameters.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { event } from '#sandbox/engine/event.ts';
import type { Json, Resource, Stored } from '#sandbox/engine/resource.ts';
import { kindsOf, newestOf, shownKinds } from './kinds.ts';
import { type Context, type Control, listOf, route } from './route.ts';

/** The maximum number of objects of each kind, and of events, to search for an ID. */
const LOOKED_THROUGH = 2_000;
const MOST_RELATED = 100;

export const OBJECTS: readonly Control[] = [
  route(
    'GET',
    '/objects',
    'Lists the objects of a type, newest first. Without a type, counts the objects of each type.',
    {
      type: text('The type, as objects name it in `object`.', { example: 'charge' }),
      limit: integer('How many objects to return.', { min: 1, max: 100, default: 25 }),
      starting_after: id('obj', 'The ID of the last object on the previous page.'),
    },
    (context, { type, limit = 25, starting_after }) => {
      const { registry } = context.sandbox;
      if (type === undefined) {
        return listOf(kindsOf(registry, context.account));
      }
      const kind = shownKinds(registry).find(({ object }) => object === type);
      if (kind === undefined) {
        const known = shownKinds(registry).map(({ object }) => object);
        throw invalidRequest(`Invalid type: must be one of ${known.join(', ')}.`, { param: 'type' });
      }
      const { page, has_more } = pageOf(newestOf(context.account, kind), limit, starting_after);
      return listOf(
        page.map((object) => shown(context, object)),
        has_more,
      );
    },
  ),
  route(
    'GET',
    '/objects/{id}',
    'Retrieves an object, its related objects, and a timeline of its events and requests.',
    { id: required(id('ch', 'The object.')) },
    (context, { id: asked }) => {
      const found = find(context, asked);
      if (found === undefined) {
        throw invalidRequest(`No such object: ${asked.slice(0, 100)}`, { param: 'id', status: 404 });
      }
      const object = shown(context, found);
      return {
        object,
        related: related(context, found, object),
        timeline: timelineOf(context, asked),
      };
    },
  ),
];

/** Returns a page of a list. */
export function pageOf<T extends { readonly id: string }>(
  all: Iterable<T>,
  limit: number,
  after: string | undefined,
): { page: T[]; has_more: boolean } {
  const page: T[] = [];
  let isReached = after === undefined;
  for (const one of all) {
    if (isReached && page.length === limit) {
      return { page, has_more: true };
    }
    if (isReached) {
      page.push(one);
    }
    isReached ||= one.id === after;
  }
  return { page, has_more: false };
}

/**
 * Renders an object as the API does. If that fails, returns the error instead, so that one broken object does not
 * hide the others.
 */
export function shown({ call, version }: Pick<Context, 'call' | 'version'>, object: Stored): Json {
  try {
    return call.showAt(version, object);
  } catch (error) {
    return { id: object.id, object: object.object, not_shown: (error as Error).message };
  }
}

function find({ sandbox, account }: Context, asked: string): Stored | undefined {
  return shownKinds(sandbox.registry)
    .map((kind) => account.store.get(kind, asked))
    .find((found) => found !== undefined);
}

/** Returns the objects that an object refers to, and those that refer to it. */
function related(context: Context, { id: own }: Stored, shownAs: Json): Json[] {
  const { account, sandbox } = context;
  const kinds = shownKinds(sandbox.registry);
  const found = new Map<string, Json>();
  const add = (object: Stored, relation: string) => {
    if (object.id !== own && !found.has(object.id) && found.size < MOST_RELATED) {
      const { created = null } = object as { created?: number };
      found.set(object.id, { id: object.id, object: object.object, relation, created });
    }
  };
  for (const name of textsIn(shownAs)) {
    for (const kind of kinds) {
      const named = account.store.get(kind, name);
      if (named !== undefined) {
        add(named, 'referenced');
      }
    }
  }
  for (const kind of distinctCollections(kinds)) {
    for (const object of first(account.store.rows(kind).newestFirst(), LOOKED_THROUGH)) {
      if (names(object, own)) {
        add(object, 'refers to it');
      }
    }
  }
  return [...found.values()];
}

function distinctCollections(kinds: readonly Resource[]): Resource[] {
  return [...new Map(kinds.map((kind) => [kind.collection, kind])).values()];
}

/** Returns the events and requests that mention an object, oldest first. */
function timelineOf({ account, sandbox }: Context, asked: string): Json[] {
  const events = [...first(account.store.rows(event).newestFirst(), LOOKED_THROUGH)]
    .filter(({ data }) => names(data.object, asked))
    .map(({ id: one, type, created, request }) => ({ kind: 'event', id: one, created, type, request }));
  const requests = [...sandbox.requests]
    .filter((one) => one.account === account.id && mentions(one, asked))
    .map(({ id: one, created, method, path, status }) => ({
      kind: 'request',
      id: one,
      created,
      method,
      path,
      status,
    }));
  return [...requests.reverse(), ...events.reverse()]
    .sort((a, b) => a.created - b.created)
    .slice(-MOST_RELATED);
}

function mentions(one: { path: string; reply: string; parameters: Json }, asked: string): boolean {
  return one.path.includes(asked) || one.reply.includes(`"${asked}"`) || names(one.parameters, asked);
}

function names(value: object, asked: string): boolean {
  return JSON.stringify(value).includes(JSON.stringify(asked));
}

/** Returns all strings in a value. */
function textsIn(value: unknown): Set<string> {
  const texts = new Set<string>();
  JSON.stringify(value, (_, inner) => {
    if (typeof inner === 'string') {
      texts.add(inner);
    }
    return inner;
  });
  return texts;
}

function* first<T>(all: Iterable<T>, most: number): Generator<T> {
  let count = 0;
  for (const one of all) {
    if (count === most) {
      return;
    }
    count += 1;
    yield one;
  }
}
