/** Does what has fallen due, in order, each at its own moment. */
import type { Account } from './account.ts';
import { Call } from './call.ts';
import type { Registry } from './registry.ts';

/**
 * Runs the tasks that are due by a moment on an account, and on those that share its schedule, also those that they plan
 * themselves. A task that fails is taken back and logged; the others go on.
 */
export function runDue(
  { schedule }: Account,
  registry: Registry,
  by: number,
  log: (error: unknown) => void,
): void {
  for (let task = schedule.takeDue(by); task !== undefined; task = schedule.takeDue(by)) {
    const { kind, id, account } = task;
    // What was planned for a moment that has passed happens after all that has happened since.
    const at = Math.max(task.at, account.store.latest);
    const due = registry.tasks.get(kind)!;
    try {
      account.journal.atomically(() => due.run(new Call(account, registry, at), id));
    } catch (error) {
      log(error);
    }
  }
}
