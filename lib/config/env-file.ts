/** The file that has the settings of this machine, so that no shell has to. */
import { loadEnvFile } from 'node:process';
import { SettingsError } from './config.ts';

/**
 * Adds the variables of the file that ENV_FILE names to the environment, or else those of `.env` in the working
 * directory, if there is one. The project's folder does not do: a bundle may be anywhere.
 * Variables that are already set keep their values, also empty ones.
 * @throws {SettingsError} when the file cannot be read
 */
export function loadLocalEnvironment(): void {
  const named = process.env['ENV_FILE'] || undefined;
  const file = named ?? '.env';
  try {
    loadEnvFile(file);
  } catch (error) {
    if (named !== undefined || (error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw new SettingsError(`${file} cannot be read: ${(error as Error).message}`);
    }
  }
}
