import type { Gate } from './gate.ts';

/** Before this version, lists contained the total count and were paged by numbers. */
export const gate: Gate = {
  version: '2014-03-28',
  about: 'Lists say has_more instead of count, and take limit and cursors instead of count and offset.',
  requestIn: (request) =>
    request.operation.list ? { ...request, offsetPaging: { offset: 0, counted: true } } : request,
  replyOut: {
    list: ({ has_more: _, total_count, ...list }) => ({
      ...list,
      ...(total_count !== undefined && { count: total_count }),
    }),
  },
};
