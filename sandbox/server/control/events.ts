/** Control routes: events and their deliveries, resending, and triggering events. */

import * as v from 'valibot';
import { id, integer, lazily, type Parameter, required, text } from '#lib/parameters/parameters.ts';
import type { Account } from '#sandbox/engine/account.ts';
import { openDeliveries, redeliver } from '#sandbox/engine/deliveries.ts';
import { invalidRequest, StripeError } from '#sandbox/engine/errors.ts';
import { type Event, event } from '#sandbox/engine/event.ts';
import { forgetOldEvents } from '#sandbox/engine/events.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { Try, WebhookEndpoint } from '#sandbox/engine/webhooks.ts';
import { wildcard } from '#sandbox/engine/wildcard.ts';
import { shownKinds } from './kinds.ts';
import { pageOf, shown } from './objects.ts';
import { RECIPES, type Recipe } from './recipes.ts';
import { type Context, type Control, listOf, route } from './route.ts';

/** Accepts any parameters; the operation validates them. */
const parametersOfRequest: Parameter<Json> = {
  type: 'object',
  schema: lazily(() => v.record(v.string(), v.unknown(), 'an object of parameters')),
  description:
    'Parameters of the request that causes the event, such as amount or metadata. They override the defaults.',
  example: { amount: 700 },
};

export const EVENTS: readonly Control[] = [
  route(
    'GET',
    '/events',
    'Lists the events of the account with their deliveries, newest first.',
    {
      type: text('Only events of this type; * matches any part of it.', { example: 'charge.*' }),
      limit: integer('How many events to return.', { min: 1, max: 100, default: 25 }),
      starting_after: id('evt', 'The ID of the last event on the previous page.'),
    },
    (context, { type = '*', limit = 25, starting_after }) => {
      const { call, account } = context;
      forgetOldEvents(call);
      const isMeant = wildcard(type);
      const all = account.store.rows(event).newestFirst();
      const { page, has_more } = pageOf(filtered(all, isMeant), limit, starting_after);
      return listOf(
        page.map((one) => withDeliveries(context, one)),
        has_more,
      );
    },
  ),
  route('GET', '/events/types', 'Lists the event types that can be triggered without an object.', {}, () =>
    listOf(Object.keys(RECIPES)),
  ),
  route(
    'GET',
    '/events/{id}',
    'Retrieves an event with its deliveries.',
    { id: required(id('evt', 'The event.')) },
    (context, { id: asked }) => withDeliveries(context, context.call.find(event, asked, 'id')),
  ),
  route(
    'POST',
    '/events',
    'Triggers an event: makes the requests that cause it or, with `object`, announces it about that object.',
    {
      type: required(text('The type of the event.', { example: 'charge.succeeded' })),
      object: id('ch', 'The ID of the object that the event is about. With it, the event can have any type.'),
      parameters: parametersOfRequest,
    },
    async (context, { type, object, parameters = {} }) => {
      if (object !== undefined && Object.keys(parameters).length > 0) {
        throw invalidRequest('Received both object and parameters. Please pass in only one.', {
          param: 'parameters',
        });
      }
      const made =
        object === undefined ? await cook(context, type, parameters) : announce(context, type, object);
      await deliver(context);
      return withDeliveries(context, context.call.find(event, made, 'id'));
    },
  ),
  route(
    'POST',
    '/events/{id}/resend',
    'Sends an event again at once, and replies when the attempt has ended.',
    {
      id: required(id('evt', 'The event.')),
      webhook: id('we', 'The only webhook to send it to. Default: all that accept its type.'),
    },
    async (context, { id: asked, webhook }) => {
      const { account, call } = context;
      const sent = call.find(event, asked, 'id');
      const endpoints = endpointsOf(context, sent, webhook);
      account.journal.atomically(() => redeliver(call, sent, endpoints));
      await deliver(context);
      return withDeliveries(context, context.call.find(event, asked, 'id'));
    },
  ),
];

function* filtered(all: Iterable<Event>, isMeant: (type: string) => boolean): Generator<Event> {
  for (const one of all) {
    if (isMeant(one.type)) {
      yield one;
    }
  }
}

function endpointsOf({ call }: Context, sent: Event, webhook: string | undefined): WebhookEndpoint[] {
  const endpoints = call
    .endpointsFor(sent.type)
    .filter(({ id: one }) => webhook === undefined || one === webhook);
  if (endpoints.length === 0) {
    throw invalidRequest(
      webhook === undefined
        ? `No webhook accepts ${sent.type}. Register one with POST /_sandbox/webhooks.`
        : `No such webhook for ${sent.type}: ${webhook.slice(0, 100)}`,
      webhook === undefined ? {} : { param: 'webhook' },
    );
  }
  return endpoints;
}

/** Sends all due deliveries and waits for the responses. */
async function deliver({ sandbox, account }: Context): Promise<void> {
  sandbox.runDueOf(account);
  await Promise.all(
    [account, ...(account.platform ? [account.platform] : [])].map((one) => one.webhooks.settled()),
  );
}

/** Creates an event about an object, and returns the event's ID. */
function announce({ account, call, sandbox }: Context, type: string, object: string): string {
  const found = shownKinds(sandbox.registry)
    .map((kind) => account.store.get(kind, object))
    .find((one) => one !== undefined);
  if (found === undefined) {
    throw invalidRequest(`No such object: ${object.slice(0, 100)}`, { param: 'object' });
  }
  if (!/^[a-z_]+(\.[a-z_]+)+$/.test(type)) {
    throw invalidRequest('Invalid type: must be the type of an event, such as charge.succeeded.', {
      param: 'type',
    });
  }
  account.journal.atomically(() => call.announce(type, found));
  return newest(account, type);
}

/** Makes the requests that cause an event, and returns the event's ID. */
async function cook(context: Context, type: string, own: Json): Promise<string> {
  const recipe: Recipe | undefined = Object.hasOwn(RECIPES, type) ? RECIPES[type] : undefined;
  if (recipe === undefined) {
    throw invalidRequest(
      `${type.slice(0, 100)} cannot be triggered without an object. Pass the ID of one in object, or use one of these types: ${Object.keys(RECIPES).join(', ')}.`,
      { param: 'type' },
    );
  }
  await recipe((method, path, parameters = {}) => request(context, method, path, parameters), own);
  return newest(context.account, type);
}

/** Makes an API request for the account. A declined card is a valid outcome. */
async function request(
  { sandbox, account }: Context,
  method: string,
  path: string,
  parameters: Json,
): Promise<Json> {
  const raw = { method, url: path, headers: {}, body: Buffer.alloc(0) };
  const caller = { account, publishable: false };
  const answer = await sandbox.perform(caller, raw, { method, path, headers: {}, parameters });
  const reply = answer.body === '' ? {} : JSON.parse(answer.body);
  if (answer.status !== 200 && answer.status !== 402) {
    const { error } = reply as { error?: StripeError['body'] };
    throw error === undefined
      ? invalidRequest(`The event was not triggered, because a fault hit ${method} ${path}.`)
      : new StripeError(answer.status, error);
  }
  return reply;
}

function newest(account: Account, type: string): string {
  for (const one of account.store.rows(event).newestFirst()) {
    if (one.type === type) {
      return one.id;
    }
  }
  throw invalidRequest(`The requests were made, but did not cause ${type}.`, {
    param: 'type',
  });
}

/** Returns an event as the API shows it, with its deliveries. */
function withDeliveries(context: Context, sent: Event): Json {
  const { account, call } = context;
  const open = new Map(openDeliveries(call, sent.id).map((one) => [one.id, one]));
  const tries = [...account.tries].filter((one) => one.event === sent.id).reverse();
  const deliveries = [...Map.groupBy(tries, ({ delivery }) => delivery)].map(([delivery, ofIt]) => {
    const { endpoint, url, succeeded } = ofIt.at(-1)!;
    const next_try = open.get(delivery)?.next_try ?? null;
    const status = succeeded ? 'succeeded' : next_try === null ? 'failed' : 'pending';
    return { id: delivery, webhook: endpoint, url, status, next_try, tries: ofIt.map(shownTry) };
  });
  const untried = [...open.values()]
    .filter(({ id: one }) => !deliveries.some(({ id: other }) => other === one))
    .map(({ id: one, endpoint, next_try }) => ({
      id: one,
      webhook: endpoint,
      url: account.webhooks.get(endpoint)?.url ?? null,
      status: 'pending',
      next_try,
      tries: [],
    }));
  return { id: sent.id, event: shown(context, sent), deliveries: [...deliveries, ...untried] };
}

function shownTry({ created, status, reply, error, duration, succeeded }: Try): Json {
  return { created, succeeded, status, reply, error, duration };
}
