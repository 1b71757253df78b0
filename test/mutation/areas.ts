/** What mutation testing changes, area by area, and the test files that are to notice it. */

/** An area of the code. */
export interface Area {
  /** Patterns of the files that are changed. */
  readonly mutate: readonly string[];
  /** Patterns of the test files, without `.test.ts`. */
  readonly tests: readonly string[];
}

export const AREAS: Readonly<Record<string, Area>> = {
  gates: {
    mutate: ['sandbox/versions/{2*,objects,reply}.ts'],
    tests: ['test/sandbox/versions/gates'],
  },
  money: {
    mutate: ['sandbox/billing/money.ts', 'sandbox/billing/draft.ts'],
    tests: ['test/sandbox/billing/{fees,money,coupons,invoices}'],
  },
  idempotency: {
    mutate: ['sandbox/engine/idempotency.ts', 'sandbox/engine/journal.ts', 'sandbox/engine/store.ts'],
    tests: ['test/sandbox/{server/idempotency,engine/{store,snapshot}}'],
  },
  authentication: {
    mutate: ['lib/http/authorization.ts', 'lib/surfaces/card/identity.ts', 'sandbox/server/authenticate.ts'],
    tests: [
      'test/{lib/{surfaces/{card/{roles,tokens},block/envelope},http/requests},sandbox/{server/http,connect/accounts}}',
    ],
  },
  paging: {
    mutate: ['sandbox/engine/lists.ts', 'lib/surfaces/block/lists.ts', 'lib/surfaces/card/find.ts'],
    tests: [
      'test/{sandbox/{engine/{lists,store},connect/transfers,orders/orders,payments/money},lib/surfaces/{block/lists,card/{cursor,find}}}',
    ],
  },
  envelopes: {
    mutate: [
      'lib/endpoint/pipeline.ts',
      'lib/endpoint/masked-reply.ts',
      'lib/surfaces/block/block.ts',
      'lib/surfaces/shared/stripe-errors.ts',
    ],
    tests: [
      'test/{lib/{surfaces/block/envelope,http/requests,endpoint/{masked-reply,secrets}},security/echoes}',
    ],
  },
};

/** An area of the code. */
export interface Tests {
  /** Patterns of the files that are changed. */
  readonly mutate: readonly string[];
  /** Patterns of the test files, without `.test.ts`. */
  readonly tests: readonly string[];
}
