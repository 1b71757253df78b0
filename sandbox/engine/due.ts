/** Runs the tasks that are due, in order, each at its own time. */
import type { Account } from './account.ts';
import { Call } from './call.ts';
import type { Registry } from './registry.ts';

/**
 * Runs the next due task of an account or of those that share its schedule, and returns whether there was one. The
 * changes of a failing task are undone, and the failure is logged.
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
  // A task for a time in the past runs after everything that has happened since.
  const at = Math.max(task.at, account.store.latest);
  const due = registry.tasks.get(kind)!;
  try {
    account.journal.atomically(() => due.run(new Call(account, registry, at), id));
  } catch (error) {
    log(error);
  }
  return true;
}
