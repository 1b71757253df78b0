/** The file that has the settings of this machine, so that no shell has to. */
import { join } from 'node:path';
import { loadEnvFile } from 'node:process';
import { SettingsError } from './config.ts';
import { ROOT } from './root.ts';

/**
 * Adds the variables of the file that ENV_FILE names to the environment, or else those of `.env`, if there is one.
 * Variables that are already set keep their values, also empty ones.
 * @throws {SettingsError} when the file cannot be read
 */
export function loadLocalEnvironment(): void {
  const named = process.env['ENV_FILE'] || undefined;
  const file = named ?? join(ROOT, '.env');
  try {
    loadEnvFile(file);
  } catch (error) {
    if (named !== undefined || (error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw new SettingsError(`${file} cannot be read: ${(error as Error).message}`);
    }
  }
}
