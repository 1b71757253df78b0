/** The packaged service, for the tests of its parts: packaging takes long, so it is done once for all of them. */
import { afterAll, beforeAll } from '@jest/globals';
import { type Entry, readCatalogue } from '#lib/endpoint/catalogue.ts';
import { type Packaged, packageProject } from './project.ts';
import { startTask, type Task } from './task.ts';

/** What can be read of it once the tests run. */
export interface Deployment {
  readonly packaged: Packaged;
  /** The archive as AWS Lambda has it. */
  readonly task: Task;
  readonly entries: readonly Entry[];
}

/** Packages the service before the tests of a file, with these variables. */
export function packagedService(environment: Readonly<Record<string, string>>): Deployment {
  let packaged: Packaged;
  let task: Task;
  let entries: readonly Entry[];
  beforeAll(async () => {
    [packaged, entries] = await Promise.all([packageProject(environment), readCatalogue()]);
    task = await startTask(packaged.archive);
  });
  afterAll(() => Promise.all([packaged.remove(), task.close()]));
  return {
    get packaged() {
      return packaged;
    },
    get task() {
      return task;
    },
    get entries() {
      return entries;
    },
  };
}
