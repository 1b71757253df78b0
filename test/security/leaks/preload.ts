/** Loaded first of all by the project's programs that tests start: they note what leaves them in a file. */
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import { RECORDING } from '../../helpers/recording.ts';
import { NOTES, PRINTS } from './children.ts';
import { recordInto } from './recorder.ts';
import { type Output, Recording } from './recording.ts';

const { [NOTES]: path, [PRINTS]: prints } = process.env;
// What this process starts itself keeps no notes.
delete process.env[NOTES];
delete process.env[PRINTS];

class NotesOfProcess extends Recording {
  /** At once: the process may be killed at any time. */
  override keep(output: Output): void {
    appendFileSync(path!, `${JSON.stringify(output, withoutDeclarations)}\n`);
  }
}

/** What an endpoint declares has functions in it; the declarations of Stripe's operations are known without. */
function withoutDeclarations(name: string, value: unknown): unknown {
  return name === 'known' && Array.isArray(value) && value.length > 0 ? undefined : value;
}

if (path !== undefined) {
  const notes = new NotesOfProcess();
  Object.assign(globalThis, { [RECORDING]: notes });
  recordInto(notes);
  if (prints !== undefined) {
    notePrinted(notes, 'stdout');
    notePrinted(notes, 'stderr');
  }
}

function notePrinted(notes: Recording, name: 'stdout' | 'stderr'): void {
  const stream = process[name];
  const where = `${relative(process.cwd(), process.argv[1] ?? '')} ${name}`;
  const { write } = stream as unknown as { write(...given: unknown[]): boolean };
  Object.assign(stream, {
    write(...given: unknown[]) {
      notes.leaves('log', where, String(given[0]));
      return write.apply(stream, given);
    },
  });
}
