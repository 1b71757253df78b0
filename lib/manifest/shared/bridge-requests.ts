/** Records which requests bridges send, by taking them to a sandbox whose account accepts what a new one of today does. */
import { readConfig } from '#lib/config.ts';
import { withBridges } from '#lib/stripe/bridge.ts';
import { type Caller, type Send, stripeClient } from '#lib/stripe/client.ts';
import { DESCRIBED_VERSION, type Operation, TODAY } from '#lib/stripe/operation.ts';
import { POLICIES } from '#sandbox/policies.ts';
import { startSandbox } from '#sandbox/server.ts';
import { BRIDGE_CASES, type Prepare } from './bridge-cases.ts';

/** One request that a bridge sends. */
export interface BridgeRequest {
  readonly method: string;
  /** The path, with the names of ids in braces. */
  readonly path: string;
  /** Whether it is sent at the version of today, not at the caller's. */
  readonly isOfToday: boolean;
}

/** What a bridge sends for a call. */
export interface RecordedCase {
  /** What is given, in words. */
  readonly given: string;
  /** The names of the parameters. */
  readonly parameters: readonly string[];
  readonly requests: readonly BridgeRequest[];
}

/** By operation, what its bridge sends. */
export type RecordedBridges = ReadonlyMap<Operation, readonly RecordedCase[]>;

/**
 * Takes all bridges.
 * @throws {StripeRefusal} when the sandbox rejects a call, which a bridge is there to avoid
 */
export async function recordBridges(): Promise<RecordedBridges> {
  // Connected accounts take part, and are rejected otherwise.
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

function caller(): Caller {
  return { apiKey: 'sk_test_bridges', apiVersion: DESCRIBED_VERSION, deadline: Date.now() + 30_000 };
}
