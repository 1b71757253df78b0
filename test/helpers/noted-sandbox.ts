/**
 * A sandbox whose ledgers can be checked. When it stops, they are checked, and everything that it stores is recorded.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { Sandbox } from '#sandbox/server/sandbox.ts';
import { type RunningSandbox, type SandboxOptions, startSandbox as start } from '#sandbox/server/server.ts';
import { checkLedgers } from './ledger.ts';
import { recording } from './recording.ts';

export interface NotedSandbox extends RunningSandbox {
  /**
   * Checks the money of the accounts that were opened since the last check.
   * @throws {Error} naming every discrepancy
   */
  checkNewLedgers(): void;
}

/** Starts a sandbox; see `sandbox/server/server.ts`. Closing it throws if the money of an account does not add up. */
export async function startSandbox(options: SandboxOptions): Promise<NotedSandbox> {
  const { snapshot, prepare } = options;
  let kept: Sandbox;
  const running = await start({
    ...options,
    prepare: (sandbox) => {
      kept = sandbox;
      prepare?.(sandbox);
    },
  });
  let checked = 0;
  const checkNewLedgers = () => {
    const opened = [...kept.accounts].slice(checked);
    checked += opened.length;
    checkLedgers(kept, opened);
  };
  const close = async () => {
    await running.close();
    const file = snapshot !== undefined && existsSync(snapshot) ? readFileSync(snapshot, 'utf8') : undefined;
    recording()?.leaves('snapshot', 'the sandbox', file ?? JSON.stringify(kept.accounts.save()));
    checkLedgers(kept);
  };
  return { ...running, checkNewLedgers, close };
}
