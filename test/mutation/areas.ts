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
    tests: ['test/sandbox/gates'],
  },
  money: {
    mutate: ['sandbox/billing/money.ts', 'sandbox/billing/draft.ts'],
    tests: ['test/sandbox/{billing-fees,billing-money,coupons,invoices}'],
  },
  idempotency: {
    mutate: ['sandbox/idempotency.ts', 'sandbox/journal.ts', 'sandbox/store.ts'],
    tests: ['test/sandbox/{idempotency,store,snapshot}'],
  },
  authentication: {
    mutate: ['lib/http/authorization.ts', 'lib/card-service/identity.ts', 'sandbox/authenticate.ts'],
    tests: ['test/{card/{roles,tokens},lib/requests,block/envelope,sandbox/http,sandbox/accounts}'],
  },
  paging: {
    mutate: ['sandbox/pagination.ts', 'lib/surface/block-list.ts', 'lib/card-service/cursor.ts'],
    tests: ['test/{sandbox/{lists,store,transfers,orders,money},block/lists,card/{cursor,find}}'],
  },
  envelopes: {
    mutate: ['lib/handle.ts', 'lib/masked-reply.ts', 'lib/surface/block.ts', 'lib/surface/stripe-errors.ts'],
    tests: ['test/{block/envelope,lib/{requests,masked-reply,secrets},security/echoes}'],
  },
};
