/** Paging of list blocks: a page at a time, even where the old package had none, or the whole list. */
import { readConfig } from '#lib/config/config.ts';
import type { ArgumentMap, ArgumentSpec } from '#lib/endpoint/arguments.ts';
import type { Rule } from '#lib/endpoint/cross-field-rules.ts';
import type { EndpointCall, EndpointOptions } from '#lib/endpoint/define-endpoint.ts';
import type { Operation } from '#lib/operations/operation.ts';
import { boolean, type Parameters } from '#lib/parameters/parameters.ts';
import type { StripeResponse } from '#lib/stripe/response.ts';

const PAGING = { limit: 'limit', startingAfter: 'starting_after', endingBefore: 'ending_before' } as const;

/** AWS Lambda returns at most 6 MB, with the response body as a JSON string. */
const LARGEST_REPLY = 5_500_000;

const all = {
  parameter: boolean('Whether to return the whole list instead of one page.', {
    default: false,
    example: false,
  }),
  beyondTable: true,
};

/** Adds the paging arguments and `all` to a list block. */
export function withPaging<P extends Parameters>(
  { parameters }: Operation<P>,
  map: ArgumentMap<P>,
): ArgumentMap<P> {
  const paging = Object.entries(PAGING)
    .filter(([name, to]) => to in parameters && !(name in map))
    .map(([name, to]) => [name, { to, beyondTable: true }]);
  return { ...map, ...Object.fromEntries(paging), all: all as ArgumentSpec<P> } as ArgumentMap<P>;
}

/** The whole list is read forwards, so `endingBefore` does not apply. */
export const forwardOnly: Rule = ({ all, endingBefore }) =>
  all === true && endingBefore !== undefined
    ? {
        name: 'endingBefore',
        code: 'parameters_exclusive',
        message: 'endingBefore cannot be combined with all, because the whole list is read forwards.',
      }
    : undefined;

/**
 * Creates the `run` of a list block: one page, or with `all` everything from `startingAfter` on, `limit` objects per
 * request. The list is cut, with `has_more` true and the reason in `cut`, after BLOCK_LIST_LIMIT objects, at the
 * maximum response size, or shortly before the deadline.
 */
export function paginateAll<P extends Parameters>(operation: Operation<P>, run: EndpointOptions<P>['run']) {
  const onePage = (call: EndpointCall<P>) =>
    run === undefined ? call.stripe(operation, call.params) : run(call);
  return async (call: EndpointCall<P>): Promise<StripeResponse> => {
    if (call.values['all'] !== true) {
      return onePage(call);
    }
    const most = Math.max(1, readConfig().BLOCK_LIST_LIMIT);
    const pageSize = (call.values['limit'] as number | undefined) ?? 100;
    const data: { id?: string }[] = [];
    let size = 0;
    for (let after = call.values['startingAfter']; ; ) {
      const started = Date.now();
      const limit = Math.min(pageSize, most - data.length);
      const cursor = after === undefined ? {} : { starting_after: after };
      const answer = await onePage({ ...call, params: { ...call.params, limit, ...cursor } });
      const page = answer.body['data'] as typeof data;
      const pageBytes = Buffer.byteLength(JSON.stringify(JSON.stringify(page)));
      data.push(...page);
      size += pageBytes;
      after = page.at(-1)?.id;
      const has_more = answer.body['has_more'] === true && after !== undefined;
      const soon = Date.now() + 2 * (Date.now() - started);
      const end = [
        { reached: data.length >= most, why: `A reply holds at most ${most} objects` },
        { reached: size + pageBytes > LARGEST_REPLY, why: 'The reply is full' },
        { reached: soon > call.deadline, why: 'The time limit was reached' },
      ].find(({ reached }) => reached);
      if (!has_more || end !== undefined) {
        const cut =
          has_more &&
          `${end?.why}: only the first ${data.length} objects are listed. Pass startingAfter ${after} to get the next ones.`;
        return { ...answer, body: { ...answer.body, data, has_more, ...(cut && { cut }) } };
      }
    }
  };
}
