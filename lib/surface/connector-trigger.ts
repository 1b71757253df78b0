/**
 * The connector's triggers: Logic Apps' protocol for polling. The first poll is answered with 202 and with `Location`,
 * the address of the next poll; later ones with 200 and what is new, or 202 when nothing is, and the next `Location`.
 * https://learn.microsoft.com/azure/logic-apps/logic-apps-create-api-app#polling-triggers
 */
import * as v from 'valibot';
import type { List, Query } from '#lib/connector/new-objects.ts';
import { firstPoll, type Poll, poll } from '#lib/connector/polling.ts';
import { admitCall, admitPoll } from '#lib/connector/rate-limits.ts';
import { show } from '#lib/connector/replies.ts';
import { open, seal, type TriggerState } from '#lib/connector/trigger-state.ts';
import { endpoint, type Handler, type Surface } from '#lib/endpoint.ts';
import { StripeRefusal, StripeUnreachable } from '#lib/errors.ts';
import { publicUrlOf } from '#lib/http/public-url.ts';
import { jsonReply } from '#lib/http/reply.ts';
import type { Answer } from '#lib/stripe/client.ts';
import type { Operation } from '#lib/stripe/operation.ts';
import { lazily, type Parameter, type Parameters } from '#lib/stripe/parameters.ts';
import type { paging, timeFilter } from '#lib/stripe/shared.ts';
import {
  CONNECTOR_FUNCTION,
  type ConnectorAbout,
  connector,
  connectorPath,
  failAsConnector,
} from './connector.ts';
import { replyHeaders } from './stripe-errors.ts';

/** What makes a list fit for a trigger: its pages, and when its objects were made. */
type Pageable = Parameters & typeof paging & { readonly created: ReturnType<typeof timeFilter> };

/** What is said of a trigger. */
interface Told extends ConnectorAbout {
  readonly hint: string;
  /** The field that holds when an object was made. */
  readonly time: 'created' | 'date';
}

/** The argument that holds the state. */
const STATE = 'triggerState';

/** Makes a trigger: the list that new objects appear in. */
export function trigger({ time, ...about }: Told, operation: Operation<Pageable>): Handler {
  const { returns: kind, retired } = operation;
  const surface: Surface = {
    ...connector,

    async admit({ values }, { apiKey, given }) {
      await admitCall(apiKey!);
      const state = values[STATE] as TriggerState | undefined;
      return state?.more ? undefined : admitPoll(apiKey!, kind, state && String(given[STATE]));
    },

    wrap({ body, headers }, conversation) {
      const { objects, next, retryAfter } = body as unknown as Poll;
      const location = `${publicUrlOf(conversation.request)}?${STATE}=${seal(kind, next)}`;
      const found = objects.map((object) => show(about.returns, object));
      return jsonReply(found.length > 0 ? 200 : 202, found, {
        ...replyHeaders(headers, conversation),
        Location: location,
        'Retry-After': `${retryAfter}`,
      });
    },

    fail: (error, conversation) =>
      failAsConnector(error, conversation, (message) =>
        retired !== undefined && isRefusal(error)
          ? `Stripe does not show this account any ${about.returns.noun}s: ${message}`
          : message,
      ),
  };

  const [first = '', ...rest] = about.summary;
  return endpoint(
    surface,
    { method: 'GET', path: (name) => connectorPath(`/triggers/${name}`), about, ...CONNECTOR_FUNCTION },
    operation,
    { [STATE]: { parameter: stateOf(kind) } },
    {
      description: `This operation triggers ${first.toLowerCase()}${rest.join('')}.`,
      run: async ({ stripe, values }) => {
        let answer: Answer | undefined;
        const list = listWith(async (query) => {
          answer = await stripe(operation, { ...query });
          return answer;
        }, time);
        const state = values[STATE] as TriggerState | undefined;
        const result = await (state === undefined ? firstPoll(list) : poll(list, state));
        return { ...answer!, body: { ...result } };
      },
    },
  );
}

/** Whether Stripe refuses for good: not for its own failure, the key, or too many calls. */
function isRefusal(error: unknown): boolean {
  return error instanceof StripeRefusal && error.status < 500 && error.status !== 401 && error.status !== 429;
}

/** Reads the pages of a list. */
function listWith(ask: (query: Query) => Promise<Answer>, time: Told['time']): List {
  return async (query) => {
    const { body, headers, status } = await ask(query);
    const data = body['data'] as Record<string, unknown>[];
    return {
      objects: data.map((object) => {
        const { id, [time]: made } = object;
        if (typeof id !== 'string' || !Number.isSafeInteger(made)) {
          throw new StripeUnreachable(
            502,
            `Stripe, or something in front of it, answered with status ${status} and objects without an id, or without the time of their making.`,
          );
        }
        return { id, made: made as number, object };
      }),
      hasMore: body['has_more'] === true,
      now: secondsOf(headers['date']),
    };
  };
}

/** The time of an answer, in Unix seconds; ours where it does not tell. */
function secondsOf(date: string | undefined): number {
  const told = Date.parse(date ?? '');
  return Math.floor((Number.isNaN(told) ? Date.now() : told) / 1000);
}

/** The state of a kind of trigger as an argument: text that was sealed for it. */
function stateOf(kind: string): Parameter<TriggerState> {
  const words = 'as this trigger has given it out; to start anew, leave it out';
  return {
    type: 'string',
    schema: lazily(
      () =>
        v.pipe(
          v.string(words),
          v.rawTransform<string, TriggerState>(({ dataset, addIssue, NEVER }) => {
            const state = open(kind, dataset.value);
            if (state === undefined) {
              addIssue({ message: words });
              return NEVER;
            }
            return state;
          }),
        ) as v.GenericSchema<unknown, TriggerState>,
    ),
    description: 'Where the last poll ended; the address of the next poll holds it.',
    example: 'eyJrIjoiY3VzdG9tZXIifQ',
  };
}
