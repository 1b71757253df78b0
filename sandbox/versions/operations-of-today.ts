/**
 * The operations of the default version that the sandbox also has at the newest one: those whose current form it
 * knows.
 */
import * as charges from '#lib/operations/charges.ts';
import * as customers from '#lib/operations/customers.ts';
import * as events from '#lib/operations/events.ts';
import type { Operation } from '#lib/operations/operation.ts';
import * as refunds from '#lib/operations/refunds.ts';
import * as sources from '#lib/operations/sources.ts';
import * as tokens from '#lib/operations/tokens.ts';

export const OPERATIONS_OF_TODAY: ReadonlySet<Operation> = new Set<Operation>([
  charges.create,
  charges.retrieve,
  charges.update,
  charges.capture,
  charges.list,
  customers.create,
  customers.retrieve,
  customers.update,
  customers.del,
  customers.list,
  events.retrieve,
  events.list,
  refunds.create,
  refunds.retrieve,
  refunds.update,
  refunds.list,
  sources.create,
  sources.retrieve,
  sources.update,
  sources.del,
  sources.list,
  tokens.create,
  tokens.retrieve,
]);
