/** Makes several calls at once. */

/**
 * Waits for all calls, even if one fails, so that none continues after the reply.
 * @throws the error of the first call that failed
 */
export async function together<T>(calls: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(calls);
  return Promise.all(calls);
}
