/**
 * Records the requests that bridges send, using a sandbox whose account only accepts what new accounts accept today.
 */
import { readConfig } from '#lib/config/config.ts';
import { DESCRIBED_VERSION, type Operation, TODAY } from '#lib/operations/operation.ts';
import { withBridges } from '#lib/stripe/bridge.ts';
import { stripeClient } from '#lib/stripe/client.ts';
import type { RequestOptions, Send } from '#lib/stripe/send.ts';
import { POLICIES } from '#sandbox/engine/policies.ts';
import { startSandbox } from '#sandbox/server/server.ts';
import { BRIDGE_CASES, type Prepare } from './bridge-cases.ts';

/** A request of a bridge. */
export interface BridgeRequest {
  readonly method: string;
  /** The path, with placeholders for IDs. */
  readonly path: string;
  /** Whether it is sent at today's version instead of the caller's. */
  readonly isOfToday: boolean;
}

/** The requests of a bridge for an example. */
export interface RecordedCase {
  /** A description of the input. */
  readonly given: string;
  /** The names of the parameters. */
  readonly parameters: readonly string[];
  readonly requests: readonly BridgeRequest[];
}

/** The requests of each bridge, by operation. */
export type RecordedBridges = ReadonlyMap<Operation, readonly RecordedCase[]>;

/**
 * Runs all bridges.
 * @throws {StripeApiError} if the sandbox rejects a call, which bridges must prevent
 */
export async function recordBridges(): Promise<RecordedBridges> {
  // The bridges need connected accounts, which new accounts reject.
  const policies = { ...POLICIES.today, accounts_v1: true };
  const sandbox = await startSandbox({ port: 0, seed: 'bridges', policies });
  const plain = stripeClient({ ...readConfig({}), STRIPE_API_BASE: sandbox.url, CARD_PAYMENTS: 'charges' });
  let noted: BridgeRequest[] = [];
  const noting: Send = (operation, values, caller) => {
    const { method, path, version } = operation;
    noted.push({ method, path, isOfToday: (version ?? caller.apiVersion) === TODAY });
    return plain(operation, values, caller);
  };
  const send = withBridges(noting, () => ({
    CARD_PAYMENTS: 'payment_intents',
    SAVED_CARD_PAYER: 'absent',
  }));
  const prepare: Prepare = (operation, values) => send(operation, values, caller());
  const recorded = new Map<Operation, RecordedCase[]>();
  try {
    for (const { operation, given, values, on } of BRIDGE_CASES) {
      const its = await values(prepare);
      const stripeAccount = await on?.(prepare);
      noted = [];
      await send(operation, its as never, { ...caller(), stripeAccount });
      const one = { given, parameters: Object.keys(its), requests: noted };
      noted = [];
      recorded.set(operation, [...(recorded.get(operation) ?? []), one]);
    }
  } finally {
    await sandbox.close();
  }
  return recorded;
}

function caller(): RequestOptions {
  return { apiKey: 'sk_test_bridges', apiVersion: DESCRIBED_VERSION, deadline: Date.now() + 30_000 };
}
