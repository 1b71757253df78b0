/**
 * The connector's triggers, which follow the polling protocol of Logic Apps. The first poll gets 202 and, in
 * `Location`, the URL of the next poll. Later polls get 200 with the new objects, or 202 if there are none, and the
 * next `Location`. https://learn.microsoft.com/azure/logic-apps/logic-apps-create-api-app#polling-triggers
 */
import * as v from 'valibot';
import { defineEndpoint } from '#lib/endpoint/define-endpoint.ts';
import type { Handler, Surface } from '#lib/endpoint/endpoint.ts';
import { publicUrlOf } from '#lib/http/public-url.ts';
import { jsonResponse } from '#lib/http/response.ts';
import type { Operation } from '#lib/operations/operation.ts';
import type { paging, timeFilter } from '#lib/operations/shared.ts';
import { lazily, type Parameter, type Parameters } from '#lib/parameters/parameters.ts';
import { StripeApiError, StripeConnectionError } from '#lib/stripe/errors.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';
import { replyHeaders } from '#lib/surfaces/shared/reply-headers.ts';
import { CONNECTOR_FUNCTION, type ConnectorAbout, connector, connectorPath } from './connector.ts';
import { toConnectorErrorResponse } from './errors.ts';
import type { List, ListQuery } from './list-newer.ts';
import { firstPoll, type Poll, poll } from './polling.ts';
import { admitCall, admitPoll } from './rate-limits.ts';
import { project } from './replies.ts';
import { signState, type TriggerState, verifyState } from './trigger-state.ts';

/** The parameters that a list needs for a trigger: paging and the creation time. */
type Pageable = Parameters & typeof paging & { readonly created: ReturnType<typeof timeFilter> };

/** The options of a trigger. */
interface TriggerOptions extends ConnectorAbout {
  readonly triggerHint: string;
  /** The field with an object's creation time. */
  readonly time: 'created' | 'date';
}

/** The argument with the state. */
const STATE = 'triggerState';

/** Creates a trigger from the list in which new objects appear. */
export function trigger({ time, ...about }: TriggerOptions, operation: Operation<Pageable>): Handler {
  const { returns: kind, retired } = operation;
  const surface: Surface = {
    ...connector,

    async admit({ values }, { apiKey, given }) {
      await admitCall(apiKey!);
      const state = values[STATE] as TriggerState | undefined;
      return state?.more ? undefined : admitPoll(apiKey!, kind, state && String(given[STATE]));
    },

    wrap({ body, headers }, context) {
      const { objects, next, retryAfter } = body as unknown as Poll;
      const location = `${publicUrlOf(context.request)}?${STATE}=${signState(kind, next)}`;
      const found = objects.map((object) => project(about.returns, object));
      return jsonResponse(found.length > 0 ? 200 : 202, found, {
        ...replyHeaders(headers, context),
        Location: location,
        'Retry-After': `${retryAfter}`,
      });
    },

    toErrorResponse: (error, context) =>
      toConnectorErrorResponse(error, context, (message) =>
        retired !== undefined && isRejected(error)
          ? `Stripe does not list ${about.returns.noun}s for this account: ${message}`
          : message,
      ),
  };

  const [first = '', ...rest] = about.summary;
  return defineEndpoint(
    surface,
    {
      method: 'GET',
      path: (name) => connectorPath(`/triggers/${name}`),
      manifestData: about,
      ...CONNECTOR_FUNCTION,
    },
    operation,
    { [STATE]: { parameter: stateOf(kind) } },
    {
      description: `This operation triggers ${first.toLowerCase()}${rest.join('')}.`,
      run: async ({ stripe, values }) => {
        let answer: StripeResponse | undefined;
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

/** Whether Stripe rejected the call permanently, not because of a server error, the key or a rate limit. */
function isRejected(error: unknown): boolean {
  return (
    error instanceof StripeApiError && error.status < 500 && error.status !== 401 && error.status !== 429
  );
}

/** Reads pages of a list. */
function listWith(ask: (query: ListQuery) => Promise<StripeResponse>, time: TriggerOptions['time']): List {
  return async (query) => {
    const { body, headers, status } = await ask(query);
    const data = body['data'] as Record<string, unknown>[];
    return {
      objects: data.map((object) => {
        const { id, [time]: made } = object;
        if (typeof id !== 'string' || !Number.isSafeInteger(made)) {
          throw new StripeConnectionError(
            502,
            `Stripe, or a proxy in front of it, responded with status ${status} and with objects that have no ID or no creation time.`,
          );
        }
        return { id, made: made as number, object };
      }),
      hasMore: body['has_more'] === true,
      now: secondsOf(headers['date']),
    };
  };
}

/** The time of a response, in Unix seconds; our own if it has none. */
function secondsOf(date: string | undefined): number {
  const told = Date.parse(date ?? '');
  return Math.floor((Number.isNaN(told) ? Date.now() : told) / 1000);
}

/** The argument with the sealed state of a kind of trigger. */
function stateOf(kind: string): Parameter<TriggerState> {
  const words = 'a value that this trigger returned; leave it out to start over';
  return {
    type: 'string',
    schema: lazily(
      () =>
        v.pipe(
          v.string(words),
          v.rawTransform<string, TriggerState>(({ dataset, addIssue, NEVER }) => {
            const state = verifyState(kind, dataset.value);
            if (state === undefined) {
              addIssue({ message: words });
              return NEVER;
            }
            return state;
          }),
        ) as v.GenericSchema<unknown, TriggerState>,
    ),
    description: 'The state after the last poll; part of the URL of the next poll.',
    example: 'eyJrIjoiY3VzdG9tZXIifQ',
  };
}
