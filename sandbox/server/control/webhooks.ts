/** Where the events of an account are sent. */
import { id, list, required, secret, text, url } from '#lib/parameters/parameters.ts';
import { isLater } from '#sandbox/engine/api-version.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import type { Json } from '#sandbox/engine/resource.ts';
import type { WebhookEndpoint } from '#sandbox/engine/webhooks.ts';
import { type Control, listOf, route } from './route.ts';

export const WEBHOOKS: readonly Control[] = [
  route(
    'POST',
    '/webhooks',
    'Sends the events of the account to an address.',
    {
      url: required(url('Where to.')),
      secret: required(secret(text('What the signature is made with.', { example: 'whsec_example' }))),
      events: list(
        text('The name of an event; * stands for any part of it.', { example: 'charge.*' }),
        'Only these.',
      ),
      api_version: text('The version of the API that they are shown in. Default: 2016-07-06.', {
        example: '2013-08-13',
      }),
    },
    ({ sandbox, account }, { url: address, secret: key, events = ['*'], api_version }) => {
      const version = sandbox.registry.versions.of(api_version);
      if (isLater(version)) {
        account.askedAsLater();
      }
      const endpoint = { id: `we_${account.random.text(24)}`, url: address, secret: key, events, version };
      account.webhooks.add(endpoint);
      return shownEndpoint(endpoint);
    },
  ),
  route('GET', '/webhooks', 'Lists where events are sent, without the secrets.', {}, ({ account }) =>
    listOf(account.webhooks.all.map(shownEndpoint)),
  ),
  route('DELETE', '/webhooks', 'Sends no events any more.', {}, ({ account }) => {
    account.webhooks.clear();
    return { deleted: true };
  }),
  route(
    'DELETE',
    '/webhooks/{id}',
    'Sends no events to this address any more.',
    { id: required(id('we', 'The webhook.')) },
    ({ account }, { id: asked }) => {
      if (!account.webhooks.remove(asked)) {
        throw invalidRequest(`No such webhook: ${asked.slice(0, 100)}`, { param: 'id', status: 404 });
      }
      return { id: asked, deleted: true };
    },
  ),
];

function shownEndpoint({ id: one, url: address, events, version }: WebhookEndpoint): Json {
  return { id: one, url: address, events, api_version: version };
}
