/** Plans. */
import * as plans from '#lib/operations/plans.ts';
import { plan } from '#sandbox/billing/objects/plans.ts';
import { implement } from '#sandbox/engine/define.ts';
import { invalidRequest } from '#sandbox/engine/errors.ts';
import { checkCurrency } from '#sandbox/payments/currencies.ts';

/** An interval is at most a year; the limit for days follows the documented 52 weeks and 12 months. */
const MOST_PER_YEAR = { day: 365, week: 52, month: 12, year: 1 };

export const create = implement(plans.create, (call, parameters) => {
  const { id, interval, interval_count = 1, trial_period_days = null, ...fields } = parameters;
  if (interval_count > MOST_PER_YEAR[interval]) {
    throw invalidRequest('Invalid interval: the most that is supported is one year.', {
      param: 'interval_count',
    });
  }
  checkCurrency(fields.currency);
  if (call.peek(plan, id) !== undefined) {
    throw invalidRequest('Plan already exists.', { param: 'id' });
  }
  const made = call.create(plan, {
    ...fields,
    id,
    generation: call.account.random.text(14),
    interval,
    interval_count,
    metadata: call.metadata(fields.metadata),
    statement_descriptor: fields.statement_descriptor ?? null,
    trial_period_days,
  });
  call.announce('plan.created', made);
  return made;
});

export const retrieve = implement(plans.retrieve, (call, { plan: id }) => call.find(plan, id));

export const update = implement(plans.update, (call, { plan: id, metadata, ...changes }) => {
  const current = call.find(plan, id);
  const changed = call.change(plan, current, {
    ...changes,
    metadata: call.metadata(metadata, current.metadata),
  });
  call.announce('plan.updated', changed);
  return changed;
});

export const del = implement(plans.del, (call, { plan: id }) => {
  const current = call.find(plan, id);
  call.announce('plan.deleted', current);
  call.remove(plan, current);
  return { deleted: true, id };
});

export const list = implement(plans.list, (call, parameters) => call.page(plan, parameters));
