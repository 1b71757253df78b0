/**
 * The blocks: how callers of the 2016 package "Stripe" speak. Arguments are camelCase, inside `args` or flat; what is
 * JSON may come as text; the reply is always HTTP 200 with an envelope that says whether it went well.
 */
import { type ArgumentMap, type ArgumentSpec, callersName } from '#lib/arguments.ts';
import { readConfig } from '#lib/config.ts';
import {
  type Call,
  type Conversation,
  type Details,
  endpoint,
  type Handler,
  type Surface,
} from '#lib/endpoint.ts';
import { ArgumentError, HttpError, StripeRefusal, StripeUnreachable } from '#lib/errors.ts';
import { type HttpReply, jsonReply } from '#lib/http/reply.ts';
import { mask } from '#lib/secrets.ts';
import type { Answer } from '#lib/stripe/client.ts';
import type { Operation } from '#lib/stripe/operation.ts';
import { boolean, type Parameters } from '#lib/stripe/parameters.ts';
import { readValue, UNREADABLE } from './block-values.ts';
import { failAsStripe, keyOf, problemWithKey, replyHeaders } from './stripe-errors.ts';

/** Where the blocks are served. */
export const blockPath = (name: string): string => `/api/Stripe/${name}`;

/** Makes a block: an operation, and how the caller's arguments map to its parameters. Lists can be walked to their end. */
export function block<P extends Parameters>(
  operation: Operation<P>,
  map: ArgumentMap<P>,
  details: Details<P> = {},
): Handler {
  const served = { method: 'POST', path: blockPath };
  return operation.list
    ? endpoint(surface, served, operation, withPaging(operation, map), {
        ...details,
        run: walk(operation, details.run),
      })
    : endpoint(surface, served, operation, map, details);
}

/** What `unwrap` finds besides the arguments: where the answer goes, and which arguments are no JSON. */
interface Kept {
  readonly to: string | undefined;
  readonly unreadable: readonly string[];
}

const surface: Surface = {
  name: 'block',
  apiVersion: '2016-07-06',

  unwrap(request, body, known) {
    const args = typeof body['args'] === 'object' && body['args'] !== null ? body['args'] : body;
    const { apiKey, to = body['to'], ...given } = args as Record<string, unknown>;
    const unreadable: string[] = [];
    for (const { name, parameter } of known) {
      if (Object.hasOwn(given, name)) {
        const value = readValue(parameter, given[name]);
        if (value === UNREADABLE) {
          unreadable.push(name);
          delete given[name];
        } else {
          given[name] = value;
        }
      }
    }
    const kept: Kept = { to: typeof to === 'string' && to !== '' ? to : undefined, unreadable };
    return { given, apiKey: keyOf(request, apiKey), kept };
  },

  refuse({ problems }, { apiKey, kept }) {
    const { unreadable } = kept as Kept;
    const keyProblem = problemWithKey(apiKey);
    const all = [
      ...(keyProblem === undefined ? [] : [keyProblem]),
      ...problems.filter(({ name }) => !unreadable.includes(name)),
      ...unreadable.map((name) => ({
        name,
        code: 'parameter_unreadable' as const,
        message: `${name} must be JSON, or an object; the text given is not valid JSON.`,
      })),
    ];
    return all.length > 0 ? new ArgumentError(all) : undefined;
  },

  wrap: ({ body, status, headers }, conversation) =>
    envelope('success', body, conversation, {
      ...replyHeaders(headers, conversation),
      'X-Stripe-Status': `${status}`,
    }),

  fail(error, conversation) {
    return error instanceof HttpError
      ? failAsStripe(error, conversation)
      : envelope('error', problemOf(error, conversation), conversation, headersOf(error, conversation));
  },
};

function envelope(
  callback: 'success' | 'error',
  value: unknown,
  { kept }: Conversation,
  headers: Record<string, string | undefined>,
): HttpReply {
  const to = (kept as Kept | undefined)?.to;
  return jsonReply(
    200,
    { callback, contextWrites: to === undefined ? { '#': { to: value } } : { [to]: value } },
    headers,
  );
}

function headersOf(error: unknown, conversation: Conversation): Record<string, string | undefined> {
  return error instanceof StripeRefusal
    ? { ...replyHeaders(error.headers, conversation), 'X-Stripe-Status': `${error.status}` }
    : replyHeaders({}, conversation);
}

/** The object that tells a block's caller what went wrong. */
function problemOf(error: unknown, conversation: Conversation): object {
  if (error instanceof ArgumentError) {
    const missing = error.problems.filter(({ code }) => code === 'parameter_missing');
    const wrong = error.problems.filter(({ code }) => code !== 'parameter_missing');
    const fields = wrong.map(({ name, message }) => ({ name, message }));
    if (missing.length > 0) {
      return {
        status_code: 'REQUIRED_FIELDS',
        status_msg: error.message,
        fields: missing.map(({ name }) => name),
        ...(fields.length > 0 && { invalid_fields: fields }),
      };
    }
    const unreadable = wrong.some(({ code }) => code === 'parameter_unreadable');
    return {
      status_code: unreadable ? 'JSON_VALIDATION' : 'INVALID_FIELDS',
      status_msg: error.message,
      fields,
    };
  }
  if (error instanceof StripeRefusal) {
    const { type, code, param, decline_code, charge, message } = error.error;
    return {
      status_code: 'API_ERROR',
      status_msg: mask(message, conversation.secrets),
      type,
      code,
      param: param === undefined ? undefined : (callersName(conversation.arguments, param) ?? param),
      decline_code,
      charge,
      request_id: error.requestId,
      http_status: error.status,
    };
  }
  const { correlationId: correlation_id } = conversation;
  return error instanceof StripeUnreachable
    ? {
        status_code: 'INTERNAL_PACKAGE_ERROR',
        status_msg: error.message,
        idempotency_key: error.idempotencyKey,
        correlation_id,
      }
    : { status_code: 'INTERNAL_PACKAGE_ERROR', status_msg: 'Something went wrong here.', correlation_id };
}

const PAGING = { limit: 'limit', startingAfter: 'starting_after', endingBefore: 'ending_before' } as const;

/** A list takes paging arguments, also where the old block had none, and `all`. */
function withPaging<P extends Parameters>({ parameters }: Operation<P>, map: ArgumentMap<P>): ArgumentMap<P> {
  const paging = Object.entries(PAGING).filter(([, name]) => name in parameters);
  const all: ArgumentSpec<P> = {
    parameter: boolean('Whether to return the whole list instead of one page.', {
      default: false,
      example: false,
    }),
  };
  return { ...map, ...Object.fromEntries(paging), ...(paging.length > 0 && { all }) } as ArgumentMap<P>;
}

/** Follows a list to its end when `all` is given: at most BLOCK_LIST_LIMIT objects; the answer says when it was cut. */
function walk<P extends Parameters>(operation: Operation<P>, run: Details<P>['run']) {
  return async (call: Call<P>): Promise<Answer> => {
    const page = (params: Call<P>['params']) =>
      run === undefined ? call.stripe(operation, params) : run({ ...call, params });
    if (call.values['all'] !== true) {
      return page(call.params);
    }
    const most = readConfig().BLOCK_LIST_LIMIT;
    const data: { id?: string }[] = [];
    let after: string | undefined;
    for (;;) {
      const cursor = after === undefined ? {} : { starting_after: after };
      const answer = await page({ ...call.params, limit: Math.min(100, most - data.length), ...cursor });
      const next = answer.body['data'] as typeof data;
      data.push(...next);
      after = next.at(-1)?.id;
      const more = answer.body['has_more'] === true && after !== undefined;
      if (!more || data.length >= most) {
        const cut = more && { cut: `The list goes on; only its first ${data.length} objects are here.` };
        return { ...answer, body: { ...answer.body, data, has_more: more, ...cut } };
      }
    }
  };
}
