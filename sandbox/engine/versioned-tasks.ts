/**
 * Tasks that are meant for one state of their object: the end of a period that may be moved, an attempt that may be put
 * off. What they are scheduled with says which moment they are for, so that one that is overtaken does nothing.
 */
import type { Call } from './call.ts';
import { type DueTask, whenDue } from './define.ts';

/** Plans a task for what an object has at a moment; it runs then, or at `at`. */
export function scheduleFor(call: Call, task: DueTask, id: string, moment: number, at = moment): void {
  call.schedule(at, task.name, `${moment} ${id}`);
}

/** Says what to do when an appointed task falls due, which may be a little after the moment it is for. */
export function onTaskIfCurrent(
  name: string,
  run: (call: Call, id: string, moment: number) => void,
): DueTask {
  return whenDue(name, (call, appointment) => {
    const [moment, id] = appointment.split(' ');
    run(call, id!, Number(moment));
  });
}
