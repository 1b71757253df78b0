/** How a command is asked to end. */
import { once } from 'node:events';

/**
 * Is aborted when this process is asked to end: by Ctrl-C, by another process, or because its terminal closes. Whoever
 * asks again does not wait for calls in flight.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) {
        process.exit(1);
      }
      controller.abort();
    });
  }
  return controller.signal;
}

/** Waits until a process is asked to end. */
export async function interrupted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) {
    await once(signal, 'abort');
  }
}
