/** Stops commands on request. */
import { once } from 'node:events';

/**
 * Returns a signal that is aborted when this process should stop: on Ctrl-C, on a signal from another process, or
 * when its terminal closes. A second request stops the process without waiting for calls in flight.
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

/** Waits for the signal. */
export async function interrupted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) {
    await once(signal, 'abort');
  }
}
