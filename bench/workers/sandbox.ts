/** A sandbox that can be filled without a request for each object. */
import { makeId } from '#sandbox/engine/ids.ts';
import { charge } from '#sandbox/payments/objects/charges.ts';
import type { Sandbox } from '#sandbox/server/sandbox.ts';
import { startSandbox } from '#sandbox/server/server.ts';
import { answering } from './worker.ts';

/** To say where it is, or to put charges like one that is there into the account of a key. */
export type SandboxOrder = {
  readonly fill?: { readonly key: string; readonly like: string; readonly count: number };
};

export interface SandboxResult {
  readonly url: string;
  /** What the heap grew by, in bytes. */
  readonly bytes: number;
}

let sandbox: Sandbox;
const { url } = await startSandbox({
  port: 0,
  prepare: (made) => {
    sandbox = made;
  },
});

answering(({ fill }: SandboxOrder): SandboxResult => {
  const before = heap();
  if (fill !== undefined) {
    const account = sandbox.accounts.get(fill.key.replace('sk_test_', ''));
    const now = account.clock.now();
    const one = account.store.get(charge, fill.like)!;
    for (let count = 0; count < fill.count; count += 1) {
      // Nothing is shared, as between objects that were made by requests.
      const copy = JSON.parse(JSON.stringify(one));
      account.store.insert(charge, { ...copy, id: makeId(charge.id!, account.id, now, account.random) }, now);
    }
  }
  return { url, bytes: heap() - before };
});

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
