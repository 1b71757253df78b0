/** Does what has fallen due, in order, each at its own moment. */
import type { Account } from './account.ts';
import { Call } from './call.ts';
import type { Registry } from './registry.ts';

/**
 * Runs the next task that is due by a moment on an account or on those that share its schedule, and says whether there
 * was one. A task that fails is taken back and logged.
 */
export function runNextDue(
  { schedule }: Account,
  registry: Registry,
  by: number,
  log: (error: unknown) => void,
): boolean {
  const task = schedule.takeDue(by);
  if (task === undefined) {
    return false;
  }
  const { kind, id, account } = task;
  // What was planned for a moment that has passed happens after all that has happened since.
  const at = Math.max(task.at, account.store.latest);
  const due = registry.tasks.get(kind)!;
  try {
    account.journal.atomically(() => due.run(new Call(account, registry, at), id));
  } catch (error) {
    log(error);
  }
  return true;
}
