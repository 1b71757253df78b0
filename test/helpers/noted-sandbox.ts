/** The sandbox, of which everything that it keeps is noted when it stops. */
import { existsSync, readFileSync } from 'node:fs';
import type { Sandbox } from '#sandbox/sandbox.ts';
import { type RunningSandbox, type SandboxOptions, startSandbox as start } from '#sandbox/server.ts';
import { recording } from './recording.ts';

/** Starts a sandbox; see `sandbox/server.ts`. */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const { snapshot, prepare } = options;
  let kept: Sandbox;
  const running = await start({
    ...options,
    prepare: (sandbox) => {
      kept = sandbox;
      prepare?.(sandbox);
    },
  });
  const close = async () => {
    await running.close();
    const file = snapshot !== undefined && existsSync(snapshot) ? readFileSync(snapshot, 'utf8') : undefined;
    recording()?.leaves('snapshot', 'the sandbox', file ?? JSON.stringify(kept.accounts.save()));
  };
  return { ...running, close };
}
