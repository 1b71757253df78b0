/** Control routes: the webhook endpoints of an account. */
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
    'Adds a webhook: sends the events of the account to a URL.',
    {
      url: required(url('The URL.')),
      secret: required(secret(text('The signing secret.', { example: 'whsec_example' }))),
      events: list(
        text('An event type; * matches any part of it.', { example: 'charge.*' }),
        'The event types to send. Default: all.',
      ),
      api_version: text('The API version of the events. Default: 2016-07-06.', {
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
  route('GET', '/webhooks', 'Lists the webhooks, without their secrets.', {}, ({ account }) =>
    listOf(account.webhooks.all.map(shownEndpoint)),
  ),
  route('DELETE', '/webhooks', 'Removes all webhooks.', {}, ({ account }) => {
    account.webhooks.clear();
    return { deleted: true };
  }),
  route(
    'DELETE',
    '/webhooks/{id}',
    'Removes a webhook.',
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
