/** Gives a run of Jest a folder for temporary files, and removes it with all that a test, or one that was killed, left in it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default class TemporaryFiles {
  /** Makes the folder. The processes that Jest starts find it in their environment. */
  onRunStart(): void {
    const folder = mkdtempSync(join(tmpdir(), 'stripe-socket-tests-'));
    const remove = () => rmSync(folder, { recursive: true, force: true });
    process.env['TMPDIR'] = folder;
    process.once('exit', remove);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, remove);
    }
  }
}
