/** What an account holds, as the API shows it, and what belongs together. */
import { id, integer, required, text } from '#lib/parameters/parameters.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { event } from '#sandbox/engine/event.ts';
import type { Json, Resource, Stored } from '#sandbox/engine/resource.ts';
import { kindsOf, newestOf, shownKinds } from './kinds.ts';
import { type Context, type Control, listOf, route } from './route.ts';

/** How many objects of each kind, and how many events, are looked through for an id. */
const LOOKED_THROUGH = 2_000;
const MOST_RELATED = 100;

export const OBJECTS: readonly Control[] = [
  route(
    'GET',
    '/objects',
    'Lists the objects of a type, newest first; without a type, how many there are of each.',
    {
      type: text('What the objects say in their field `object`.', { example: 'charge' }),
      limit: integer('How many objects to return.', { min: 1, max: 100, default: 25 }),
      starting_after: id('obj', 'The last object of the page before.'),
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
    'Gives an object, the objects that it belongs with, and what happened to it.',
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

/** A page of what is listed newest first. */
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

/** An object as the API shows it, or why it cannot be shown; one odd object does not hide the others. */
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

/** The objects that an object names, and those that name it. */
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
        add(named, 'is named by it');
      }
    }
  }
  for (const kind of distinctCollections(kinds)) {
    for (const object of first(account.store.rows(kind).newestFirst(), LOOKED_THROUGH)) {
      if (names(object, own)) {
        add(object, 'names it');
      }
    }
  }
  return [...found.values()];
}

function distinctCollections(kinds: readonly Resource[]): Resource[] {
  return [...new Map(kinds.map((kind) => [kind.collection, kind])).values()];
}

/** The events and requests in which an object occurs, oldest first. */
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

/** The texts in a value. */
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
