/**
 * Tasks that apply to one state of their object, such as the end of a period, which can move. Their ID contains the
 * time that they are for, so an outdated task does nothing.
 */
import type { Call } from './call.ts';
import { type DueTask, whenDue } from './define.ts';

/** Schedules a task for a time that is stored in an object; it runs then, or at `at`. */
export function scheduleFor(call: Call, task: DueTask, id: string, moment: number, at = moment): void {
  call.schedule(at, task.name, `${moment} ${id}`);
}

/** Declares what to do when such a task is due, which may be a little after the time it is for. */
export function onTaskIfCurrent(
  name: string,
  run: (call: Call, id: string, moment: number) => void,
): DueTask {
  return whenDue(name, (call, appointment) => {
    const [moment, id] = appointment.split(' ');
    run(call, id!, Number(moment));
  });
}
